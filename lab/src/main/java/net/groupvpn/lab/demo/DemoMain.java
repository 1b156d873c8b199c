package net.groupvpn.lab.demo;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.Person;
import net.groupvpn.lab.member.TwoSites;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A portal, a group and four members on this machine, from web page to ping. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Shows a whole group at work on this machine, in network namespaces.")
public final class DemoMain implements Callable<Integer> {
  private static final List<String> MEMBERS = List.of("alder", "birch", "cedar", "dogwood");
  private static final String FOOT = "gvdemo0";
  private static final long ALL_PAIRS_SECONDS = 60;
  private static final double NANOS_PER_SECOND = 1e9;

  @Option(names = "--check", description = "Run the proofs and end with exit code 0 or 1.")
  private boolean check;

  @Option(names = "--live", description = "Draw the table of members in place, on a terminal.")
  private boolean live;

  private Screen screen = new Screen(System.out, false);

  private DemoMain() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new DemoMain()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!Testbed.isPossible()) {
      System.err.println(
          "The demo needs root, /dev/net/tun and iproute2. Run it as root: sudo ./demo");
      return CommandLine.ExitCode.SOFTWARE;
    }
    screen = new Screen(System.out, live);
    try (Testbed bed = new Testbed("demo")) {
      Group group = build(bed);
      List<String> failures = prove(group);
      if (!check) {
        explain(bed, group);
        new CountDownLatch(1).await();
      }
      failures.forEach(failure -> System.err.println("FAILED: " + failure));
      screen.step(failures.isEmpty() ? "All went well." : failures.size() + " things failed.");
      return failures.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
  }

  private Group build(Testbed bed) {
    screen.step("two sites, a router and a portal, as network namespaces");
    TwoSites net = new TwoSites(bed, MEMBERS);
    net.attachThisMachine(FOOT);
    screen.step("the portal starts, its owner sets it up and creates the group");
    Group group = Group.create(bed, net.portal(), TwoSites.PORTAL_ADDRESS);
    for (Host host : net.members()) {
      screen.line(host.name() + " signs up, applies, is approved and downloads a group file");
      group.install(host);
    }
    screen.step("the members come up");
    group.members().forEach(Member::start);
    group.members().forEach(Member::awaitUp);
    long nanos = group.awaitAllPairs(ALL_PAIRS_SECONDS);
    screen.line(
        "all pairs reach each other, %.1f s after the last one was up"
            .formatted(nanos / NANOS_PER_SECOND));
    screen.draw(MemberTable.of(group.members()));
    return group;
  }

  private List<String> prove(Group group) {
    Proofs proofs = new Proofs(group, screen);
    proofs.pingAll(false);
    proofs.pingAll(true);
    proofs.fetchPage();
    proofs.measure();
    return proofs.failures();
  }

  private void explain(Testbed bed, Group group) throws InterruptedException {
    Member first = group.members().get(0);
    screen.step("It keeps running. Ctrl-C ends it and cleans up.");
    screen.line("The portal, in a browser on this machine: " + group.portal().url());
    screen.line("  its certificate is its own: " + group.portal().fingerprint());
    screen.line("  log in as \"owner\" with the password \"" + Person.PASSWORD + "\"");
    screen.line("A shell on " + first.host().name() + "'s machine, and things to try there:");
    screen.line("  ip netns exec " + first.host().namespace() + " bash");
    screen.line("  ping birch.office.gvpn; dig -x 10.128.0.1; curl http://cedar:8080/");
    screen.line("The client's own view of it:");
    screen.line("  GROUPVPN_RUN_DIR=%s/run bin/groupvpn peers".formatted(first.directory()));
    screen.line("Logs: " + bed.directory());
    screen.step("the members now");
    do {
      screen.draw(MemberTable.of(group.members()));
      TimeUnit.SECONDS.sleep(2);
    } while (screen.isTerminal());
  }
}
