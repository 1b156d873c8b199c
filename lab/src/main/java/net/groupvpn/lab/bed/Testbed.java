package net.groupvpn.lab.bed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.groupvpn.lab.link.LinkMain;
import net.groupvpn.lab.link.LinkSettings;

/**
 * A network of hosts on this machine.
 *
 * <pre>
 *   try (Testbed bed = new Testbed("two")) {
 *     Host a = bed.host("a");
 *     Host b = bed.host("b");
 *     bed.cable(a, "eth0", b, "eth0");
 *     a.address("eth0", "10.1.0.1/24");
 *     b.address("eth0", "10.1.0.2/24");
 *     a.exec("ping", "-c1", "10.1.0.2");
 *   }
 * </pre>
 *
 * Several threads may make hosts and processes.
 */
public final class Testbed implements AutoCloseable {
  static final Path NAMESPACE_FILES = Path.of("/etc/netns");

  private static final long LINK_UP_SECONDS = 30;

  private static final String PREFIX = "gvlab-";

  private final String prefix;
  private final Path directory;
  private final Reaper reaper;
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final List<HostProcess> processes = new ArrayList<>();

  /** {@code name} distinguishes the beds of one JVM. */
  public Testbed(String name) {
    this.prefix = PREFIX + ProcessHandle.current().pid() + "-" + name + "-";
    this.reaper = new Reaper(prefix);
    try {
      this.directory = Files.createTempDirectory(PREFIX + name + "-");
    } catch (IOException e) {
      throw new BedException("cannot make a directory for the bed", e);
    }
  }

  /** Whether beds can be made here: root, {@code /dev/net/tun} and {@code ip netns}. */
  public static boolean isPossible() {
    return Files.isWritable(Path.of("/dev/net/tun"))
        && System.getProperty("user.name", "").equals("root")
        && Commands.tryRun(List.of("ip", "netns", "list")).isSuccess();
  }

  /** A directory for files of this bed; it outlives the bed, for its logs. */
  public Path directory() {
    return directory;
  }

  /** The host with that name, made when first requested. */
  public synchronized Host host(String name) {
    return hosts.computeIfAbsent(name, key -> new Host(this, key, prefix + key));
  }

  /** Joins two interfaces by a cable of MTU 1,500. */
  public void cable(Host a, String interfaceA, Host b, String interfaceB) {
    Commands.run(
        "ip",
        "link",
        "add",
        interfaceA,
        "netns",
        a.namespace(),
        "type",
        "veth",
        "peer",
        "name",
        interfaceB,
        "netns",
        b.namespace());
    a.ip("link", "set", interfaceA, "up");
    b.ip("link", "set", interfaceB, "up");
  }

  /** Joins two interfaces by the lab's own link; returns the link's process. */
  public HostProcess link(
      Host a, String interfaceA, Host b, String interfaceB, LinkSettings settings) {
    List<String> command = new ArrayList<>(JavaCommand.of(LinkMain.class, "-Xmx256m"));
    command.addAll(List.of(a.namespace(), interfaceA, b.namespace(), interfaceB));
    command.addAll(settings.toOptions());
    String label = "link-" + a.name() + "-" + interfaceA + "-" + b.name() + "-" + interfaceB;
    return start(label, command).awaitOutput(LinkMain.READY, LINK_UP_SECONDS);
  }

  /** Starts a process that belongs to the bed but to no host. */
  public synchronized HostProcess start(String label, List<String> command) {
    Path log = directory.resolve(label + ".log");
    try {
      long earlier = Files.exists(log) ? Files.size(log) : 0;
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      HostProcess started = new HostProcess(label, process, log, earlier);
      processes.add(started);
      reaper.watch(process.pid());
      return started;
    } catch (IOException e) {
      throw new BedException("cannot start " + String.join(" ", command), e);
    }
  }

  /** Stops all processes, newest first, and removes all hosts. */
  @Override
  public void close() {
    for (int i = processes.size() - 1; i >= 0; i--) {
      if (processes.get(i).isAlive()) {
        processes.get(i).stop();
      }
    }
    reaper.close();
  }
}
