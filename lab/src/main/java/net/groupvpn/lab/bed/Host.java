package net.groupvpn.lab.bed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A machine of the bed: one network namespace, with a name server file of its own. */
public final class Host {
  private final Testbed bed;
  private final String name;
  private final String namespace;
  private final List<String> environment = new ArrayList<>();
  private List<String> wrapper = List.of();

  Host(Testbed bed, String name, String namespace) {
    this.bed = bed;
    this.name = name;
    this.namespace = namespace;
    Commands.run("ip", "netns", "add", namespace);
    ip("link", "set", "lo", "up");
  }

  /** The name within the bed. */
  public String name() {
    return name;
  }

  /** The namespace's name on this machine. */
  public String namespace() {
    return namespace;
  }

  /** Adds an address such as {@code 10.1.0.2/24} to an interface and brings it up. */
  public Host address(String networkInterface, String address) {
    ip("addr", "add", address, "dev", networkInterface, "nodad");
    ip("link", "set", networkInterface, "up");
    return this;
  }

  /** Adds a default route. */
  public Host defaultRoute(String gateway) {
    ip("route", "add", "default", "via", gateway);
    return this;
  }

  /** Lets the host forward packets between its interfaces. */
  public Host forwarding() {
    exec("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
    return this;
  }

  /** Gives processes that start from now on this name server and search domain. */
  public Host nameServer(String address, String searchDomain) {
    try {
      Path directory = Files.createDirectories(Testbed.NAMESPACE_FILES.resolve(namespace));
      Files.writeString(
          directory.resolve("resolv.conf"),
          "nameserver %s%nsearch %s%noptions timeout:3 attempts:2%n"
              .formatted(address, searchDomain));
      return this;
    } catch (IOException e) {
      throw new BedException("cannot write the name server file of " + name, e);
    }
  }

  /** Makes processes that start from now on find these addresses under a name. */
  public Host knows(String other, List<String> addresses) {
    try {
      Path directory = Files.createDirectories(Testbed.NAMESPACE_FILES.resolve(namespace));
      List<String> lines = new ArrayList<>(List.of("127.0.0.1 localhost"));
      addresses.forEach(address -> lines.add(address + " " + other));
      Files.write(directory.resolve("hosts"), lines);
      return this;
    } catch (IOException e) {
      throw new BedException("cannot write the hosts file of " + name, e);
    }
  }

  /** Makes processes that start from now on see another time. */
  public Host clock(FakeClock clock) {
    return environment(clock.environment());
  }

  /** Also gives processes that start from now on these variables, {@code NAME=value}. */
  public Host environment(List<String> assignments) {
    environment.addAll(assignments);
    return this;
  }

  /** Runs later commands through this one, a prefix that runs the command after it. */
  public Host within(List<String> command) {
    wrapper = List.copyOf(command);
    return this;
  }

  /** Runs a command on this host that must succeed; returns its output. */
  public String exec(String... command) {
    return Commands.run(commandHere(List.of(command)));
  }

  /** Runs a command on this host. */
  public Commands.Result tryExec(String... command) {
    return Commands.tryRun(commandHere(List.of(command)));
  }

  /** Starts a process on this host; its output goes to a file of the bed. */
  public HostProcess start(String label, List<String> command) {
    List<String> whole = new ArrayList<>();
    if (!environment.isEmpty()) {
      whole.add("env");
      whole.addAll(environment);
    }
    whole.addAll(command);
    return bed.start(name + "-" + label, commandHere(whole));
  }

  /** Runs {@code ip} with these arguments in the namespace. */
  public String ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip", "-n", namespace));
    command.addAll(List.of(arguments));
    return Commands.run(command);
  }

  private List<String> commandHere(List<String> command) {
    List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    whole.addAll(wrapper);
    whole.addAll(command);
    return whole;
  }
}
