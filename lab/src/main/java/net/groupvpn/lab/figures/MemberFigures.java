package net.groupvpn.lab.figures;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.TwoSites;
import net.groupvpn.lab.report.Median;
import net.groupvpn.lab.report.Stopwatch;

/** Real members in network namespaces: starting, joining, idling. */
final class MemberFigures {
  private static final long UP_SECONDS = 60;
  private static final Duration SETTLING = Duration.ofSeconds(45);
  private static final Duration IDLING = Duration.ofSeconds(60);
  private static final double ALL_PAIRS_LIMIT_SECONDS = 10;
  private static final double IDLE_LIMIT_BYTES = 1_000;
  private static final double IDLE_LIMIT_PERCENT = 0.5;
  private static final double MEMORY_LIMIT_MEBIBYTES = 200;

  private final int count;
  private final PrintStream progress;
  private final List<Figure> figures = new ArrayList<>();

  MemberFigures(int count, PrintStream progress) {
    this.count = count;
    this.progress = progress;
  }

  List<Figure> measure() throws InterruptedException {
    if (!Testbed.isPossible()) {
      progress.println("no members: that needs root, /dev/net/tun and iproute2");
      return figures;
    }
    try (Testbed bed = new Testbed("figures")) {
      List<Member> members = group(bed);
      allPairs(members);
      figures.addAll(new Restarts(progress, UP_SECONDS).measure(members));
      Thread.sleep(SETTLING.toMillis());
      idle(members);
      memory(members);
    }
    return figures;
  }

  private List<Member> group(Testbed bed) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add("member" + i);
    }
    TwoSites net = new TwoSites(bed, names);
    net.attachThisMachine("gvfig0");
    Group group = Group.create(bed, net.portal(), TwoSites.PORTAL_ADDRESS);
    for (Host host : net.members()) {
      group.install(host);
      progress.println(host.name() + " is installed");
    }
    return group.members();
  }

  /** One member after another comes up; the clock starts with the last one's process. */
  private void allPairs(List<Member> members) {
    Stopwatch watch = new Stopwatch();
    List<Double> first = new ArrayList<>();
    for (Member member : members) {
      watch = new Stopwatch();
      member.start();
      Readiness.awaitAddress(member, UP_SECONDS);
      first.add(watch.seconds());
      progress.printf(Locale.ROOT, "%s: up in %.2f s%n", member.host().name(), watch.seconds());
    }
    Readiness.awaitAllPairs(members, UP_SECONDS);
    double seconds = watch.seconds();
    progress.printf(Locale.ROOT, "all pairs after %.2f s%n", seconds);
    figures.add(
        Figure.atMost(
            "members.all_pairs",
            "all pairs of " + count + " members reach each other after the last `up`",
            ALL_PAIRS_LIMIT_SECONDS,
            seconds,
            "s",
            "`ping` by name; from the start of the last one's process, which enrols as well"));
    figures.add(
        Figure.withoutTarget(
            "members.first_up",
            "first `up` of a new member, with enrolment",
            Median.of(first),
            "s",
            "median of " + count + ": " + Median.list(first)));
  }

  private void idle(List<Member> members) throws InterruptedException {
    List<Long> before = members.stream().map(Readiness::sentBytes).toList();
    List<Double> used = members.stream().map(Readiness::processorSeconds).toList();
    Stopwatch watch = new Stopwatch();
    Thread.sleep(IDLING.toMillis());
    double seconds = watch.seconds();
    List<Double> rates = new ArrayList<>();
    List<Double> percent = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      rates.add((Readiness.sentBytes(members.get(i)) - before.get(i)) / seconds);
      percent.add(100 * (Readiness.processorSeconds(members.get(i)) - used.get(i)) / seconds);
    }
    figures.add(
        Figure.atMost(
            "members.idle_processor",
            "an idle member in a group of " + count + " keeps a core busy for",
            IDLE_LIMIT_PERCENT,
            Median.of(percent),
            "%",
            "median over a minute; each: " + Median.list(percent)));
    figures.add(
        Figure.atMost(
            "members.idle",
            "an idle member in a group of " + count + " sends",
            IDLE_LIMIT_BYTES,
            rates.stream().mapToDouble(Double::doubleValue).average().orElseThrow(),
            "B/s",
            "mean over a minute, Ethernet headers included; each: " + Median.list(rates)));
  }

  private void memory(List<Member> members) {
    List<Double> resident =
        members.stream().map(member -> member.process().residentMebibytes()).toList();
    figures.add(
        Figure.atMost(
            "members.memory",
            "resident memory of a client",
            MEMORY_LIMIT_MEBIBYTES,
            resident.stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
            "MiB",
            "the largest of " + count + ": " + Median.list(resident)));
  }
}
