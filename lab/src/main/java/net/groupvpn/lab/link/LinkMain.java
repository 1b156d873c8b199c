package net.groupvpn.lab.link;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import net.groupvpn.client.device.LinuxTap;
import net.groupvpn.client.device.Offload;
import net.groupvpn.lab.bed.Commands;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The process that is a link: two TAP devices, each moved into a namespace. */
@Command(
    name = "lab-link",
    mixinStandardHelpOptions = true,
    description = "Joins two namespaces by a link with delay, loss and disorder.")
public final class LinkMain implements Callable<Integer> {
  /** What it prints once both ends are in place. */
  public static final String READY = "link is up";

  @Parameters(index = "0", paramLabel = "NS_A")
  private String namespaceA = "";

  @Parameters(index = "1", paramLabel = "IF_A")
  private String interfaceA = "";

  @Parameters(index = "2", paramLabel = "NS_B")
  private String namespaceB = "";

  @Parameters(index = "3", paramLabel = "IF_B")
  private String interfaceB = "";

  @Option(names = "--delay", description = "one-way delay, milliseconds")
  private double delayMillis;

  @Option(names = "--jitter", description = "added to the delay, milliseconds")
  private double jitterMillis;

  @Option(names = "--loss", description = "share of frames that vanish, 0 to 1")
  private double loss;

  @Option(names = "--duplicate", description = "share of frames that arrive twice, 0 to 1")
  private double duplicate;

  @Option(names = "--reorder", description = "share of frames that come late, 0 to 1")
  private double reorder;

  @Option(names = "--rate", description = "megabits per second, 0 for unlimited")
  private double megabitsPerSecond;

  @Option(names = "--seed", description = "seed of the link's randomness")
  private long seed = 1;

  private LinkMain() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new LinkMain()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LinkSettings settings =
        new LinkSettings(
            delayMillis, jitterMillis, loss, duplicate, reorder, megabitsPerSecond, seed);
    CountDownLatch cut = new CountDownLatch(1);
    try (LinuxTap a = end(namespaceA, interfaceA);
        LinuxTap b = end(namespaceB, interfaceB)) {
      Random random = new Random(seed);
      new Direction(a, b, settings, new Random(random.nextLong()), cut::countDown).start();
      new Direction(b, a, settings, new Random(random.nextLong()), cut::countDown).start();
      System.out.println(READY);
      cut.await();
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static LinuxTap end(String namespace, String wantedName) throws IOException {
    LinuxTap tap = LinuxTap.open("gvlink%d", EnumSet.noneOf(Offload.class));
    Commands.run("ip", "link", "set", tap.name(), "netns", namespace, "name", wantedName);
    Commands.run("ip", "-n", namespace, "link", "set", wantedName, "up");
    return tap;
  }
}
