package net.groupvpn.lab.figures;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.member.Member;

/** Observes a member from outside at little cost: without starting another Java process. */
final class Readiness {
  /** The client's log text when its device has the address of its lease. */
  private static final String HAS_ADDRESS = "this machine is 1";

  /** The prefix of every group's IPv6 addresses. */
  private static final String UNIQUE_LOCAL = " fd";

  private static final String SENT_BYTES = "/sys/class/net/eth0/statistics/tx_bytes";

  private static final double MILLIS_PER_SECOND = 1e3;

  private Readiness() {}

  /** Waits until the member's process reports that the device has its address. */
  static void awaitAddress(Member member, long limitSeconds) {
    Await.until(
        member.host().name() + " has its address",
        limitSeconds,
        () -> {
          if (!member.process().isAlive()) {
            throw new IllegalStateException("ended: " + member.process().output());
          }
          return member.process().output().contains(HAS_ADDRESS);
        });
  }

  /** Waits until the member's machine has an address that only the client's device gives it. */
  static void awaitDevice(Member member, long limitSeconds) {
    Await.until(
        member.host().name() + " has its device",
        limitSeconds,
        () ->
            member.host().ip("-o", "-6", "addr", "show", "scope", "global").contains(UNIQUE_LOCAL));
  }

  static void awaitPing(Member member, String target, long limitSeconds) {
    Await.until(
        member.host().name() + " pings " + target,
        limitSeconds,
        () -> member.host().tryExec("ping", "-n", "-c1", "-W1", target).isSuccess());
  }

  /** Waits until every member has pinged every other one by name; all members ping at once. */
  static void awaitAllPairs(List<Member> members, long limitSeconds) {
    ExecutorService pool = Executors.newFixedThreadPool(members.size());
    try {
      CompletableFuture.allOf(
              members.stream()
                  .map(
                      from ->
                          CompletableFuture.runAsync(
                              () -> pingOthers(from, members, limitSeconds), pool))
                  .toArray(CompletableFuture[]::new))
          .join();
    } finally {
      pool.shutdownNow();
    }
  }

  private static void pingOthers(Member from, List<Member> members, long limitSeconds) {
    members.stream()
        .filter(to -> to != from)
        .forEach(to -> awaitPing(from, to.fullName(), limitSeconds));
  }

  /** Processor time of the member's process so far. */
  static double processorSeconds(Member member) {
    return ProcessHandle.of(member.process().pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .map(used -> used.toMillis() / MILLIS_PER_SECOND)
        .orElse(Double.NaN);
  }

  /** Bytes that its machine's interface has sent, including Ethernet headers. */
  static long sentBytes(Member member) {
    return Long.parseLong(member.host().exec("cat", SENT_BYTES).strip());
  }
}
