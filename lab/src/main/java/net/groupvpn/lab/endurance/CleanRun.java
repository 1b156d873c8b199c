package net.groupvpn.lab.endurance;

import java.util.List;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.bench.Iperf;
import net.groupvpn.lab.bench.IperfReport;
import net.groupvpn.lab.report.Stopwatch;
import net.groupvpn.lab.vpn.RunningSystem;

/** Much data over a clean link: once by TCP with a hash, once as numbered datagrams. */
final class CleanRun {
  private static final long BYTES_PER_GIGABYTE = 1_000_000_000;
  private static final long SLOWEST_SECONDS_PER_GIGABYTE = 60;

  /** So slow that no queue overflows: datagrams have no flow control. */
  private static final int DATAGRAM_MEGABITS = 800;

  /** Fits into a frame of the device; iperf3 warns above the size of TCP's segments. */
  private static final int DATAGRAM_BYTES = 1_360;

  private static final int BITS_PER_BYTE = 8;

  /**
   * The result.
   *
   * @param same whether the receiver's hash is the sender's
   * @param tcp segments resent by the sender, and out of order at the receiver
   */
  record Result(
      double gigabytes, double seconds, boolean same, TcpCounters tcp, IperfReport datagrams) {}

  private final Host from;
  private final Host to;
  private final String target;
  private final int gigabytes;

  CleanRun(RunningSystem running, int gigabytes) {
    this.from = running.host(1);
    this.to = running.host(0);
    this.target = running.address(0);
    this.gigabytes = gigabytes;
  }

  Result run() {
    TcpCounters sent = TcpCounters.of(from);
    TcpCounters received = TcpCounters.of(to);
    HostProcess server = Transfer.serve(to);
    Stopwatch watch = new Stopwatch();
    HostProcess sender = Transfer.start(from, target, gigabytes * BYTES_PER_GIGABYTE, 0);
    sender.awaitExit(gigabytes * SLOWEST_SECONDS_PER_GIGABYTE);
    double seconds = watch.seconds();
    boolean same = sender.output().contains(Transfer.SAME);
    server.stop();
    TcpCounters counters =
        new TcpCounters(
            TcpCounters.of(from).since(sent).resent(),
            TcpCounters.of(to).since(received).disordered());
    return new Result(gigabytes, seconds, same, counters, datagrams());
  }

  private IperfReport datagrams() {
    long megabits = gigabytes * BYTES_PER_GIGABYTE * BITS_PER_BYTE / 1_000_000;
    int seconds = Math.toIntExact(Math.max(1, megabits / DATAGRAM_MEGABITS));
    List<String> options =
        List.of(
            "-u", "-b" + DATAGRAM_MEGABITS + "M", "-l" + DATAGRAM_BYTES, "-w2M", "-t" + seconds);
    try (Iperf iperf = new Iperf(from, to, target, seconds, options)) {
      return iperf.start().await();
    }
  }
}
