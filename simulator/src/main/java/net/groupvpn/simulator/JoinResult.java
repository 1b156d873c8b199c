package net.groupvpn.simulator;

import java.util.Locale;

/**
 * The properties of a joined overlay. Two runs with the same arguments give equal results.
 *
 * @param joined nodes that joined
 * @param degree links per node
 * @param routes number of random routes from node to node that were followed
 * @param arrived number of those that ended at their destination
 * @param hops links per arrived route
 * @param joinMillis virtual time from a node's start until it has joined
 * @param allJoinedMillis virtual time from the first node's start until all have joined
 */
record JoinResult(
    int nodes,
    long seed,
    int joined,
    Summary degree,
    int routes,
    int arrived,
    Summary hops,
    Summary joinMillis,
    long allJoinedMillis) {

  boolean isComplete() {
    return joined == nodes && arrived == routes;
  }

  String toText() {
    return format(
        "nodes             %d (seed %d)%n"
            + "joined            %d%n"
            + "degree            %s%n"
            + "routes            %d of %d arrived%n"
            + "hops              %s%n"
            + "time to joined    %s ms (virtual)%n"
            + "all joined after  %d ms (virtual)%n",
        nodes, seed, joined, degree, arrived, routes, hops, joinMillis, allJoinedMillis);
  }

  String toJson() {
    return format(
        "{\"nodes\":%d,\"seed\":%d,\"joined\":%d,\"degree\":%s,\"routes\":%d,\"arrived\":%d,"
            + "\"hops\":%s,\"join_ms\":%s,\"all_joined_ms\":%d}%n",
        nodes,
        seed,
        joined,
        degree.toJson(),
        routes,
        arrived,
        hops.toJson(),
        joinMillis.toJson(),
        allJoinedMillis);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
