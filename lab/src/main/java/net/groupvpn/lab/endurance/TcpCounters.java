package net.groupvpn.lab.endurance;

import java.util.Arrays;
import java.util.List;
import net.groupvpn.lab.bed.Host;

/**
 * A host's kernel counters for all its TCP.
 *
 * @param resent segments that were retransmitted
 * @param disordered segments that arrived before one that was sent earlier
 */
record TcpCounters(long resent, long disordered) {
  /** The counters of {@code host} since its start. */
  static TcpCounters of(Host host) {
    return new TcpCounters(
        value(host, "/proc/net/snmp", "Tcp:", "RetransSegs"),
        value(host, "/proc/net/netstat", "TcpExt:", "TCPOFOQueue"));
  }

  TcpCounters since(TcpCounters earlier) {
    return new TcpCounters(resent - earlier.resent, disordered - earlier.disordered);
  }

  /** Such files contain pairs of lines: names, then values. */
  private static long value(Host host, String file, String group, String name) {
    List<List<String>> lines =
        host.exec("cat", file)
            .lines()
            .filter(line -> line.startsWith(group))
            .map(line -> Arrays.asList(line.split(" ")))
            .toList();
    int column = lines.get(0).indexOf(name);
    if (column < 0) {
      throw new IllegalStateException("the kernel does not count " + name);
    }
    return Long.parseLong(lines.get(1).get(column));
  }
}
