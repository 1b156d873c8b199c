package net.groupvpn.lab.vpn;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.Product;
import org.jspecify.annotations.Nullable;

/**
 * This product as a whole: a portal, a group made and joined through the portal's forms, enrolled
 * members with claimed addresses, direct paths. The portal runs on a machine of its own and stays
 * up; it carries no traffic.
 */
final class GroupVpn implements VpnSystem {
  private static final int STARTED_AT_ONCE = 4;
  private static final long DIRECT_SECONDS = 40;
  private static final String DIRECT = "direct ";

  private final List<String> environment;

  /** {@code javaHome} selects the Java that runs the members; null for the launcher's choice. */
  GroupVpn(@Nullable Path javaHome) {
    environment = javaHome == null ? List.of() : List.of("JAVA_HOME=" + javaHome);
  }

  @Override
  public String name() {
    return "groupvpn";
  }

  @Override
  public String version() {
    return Commands.run(Product.command("groupvpn", environment, List.of("version")))
        .strip()
        .replaceFirst("^groupvpn ", "");
  }

  @Override
  public boolean servesMany() {
    return true;
  }

  @Override
  public Installation install(Underlay net) {
    Group group = Group.create(net.bed(), net.portal(), Underlay.PORTAL_ADDRESS);
    for (int node = 0; node < net.size(); node++) {
      group.install(net.node(node).environment(environment));
    }
    return running -> start(net, group.members(), running);
  }

  private static void start(Underlay net, List<Member> members, RunningSystem running) {
    for (int from = 0; from < members.size(); from += STARTED_AT_ONCE) {
      List<Member> some = members.subList(from, Math.min(members.size(), from + STARTED_AT_ONCE));
      some.forEach(member -> running.node(member.start().process()));
      some.forEach(Member::awaitUp);
    }
    running.addresses(members.stream().map(Member::ipv4).toList());
    for (int node = 1; node < net.size(); node++) {
      awaitDirect(net, members, node);
    }
  }

  private static void awaitDirect(Underlay net, List<Member> members, int node) {
    Member from = members.get(node);
    Member hub = members.get(0);
    String address = hub.ipv4();
    Await.until(
        from.host().name() + " has a direct path to the hub",
        DIRECT_SECONDS,
        () -> {
          from.pings(address, false);
          return hasPath(from, hub.node(), net.address(0))
              && hasPath(hub, from.node(), net.address(node));
        });
  }

  private static boolean hasPath(Member from, String node, String address) {
    try {
      for (JsonNode peer : from.peers()) {
        if (peer.path("node").asText().equals(node)) {
          return peer.path("path").asText().startsWith(DIRECT + address + ":");
        }
      }
      return false;
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
