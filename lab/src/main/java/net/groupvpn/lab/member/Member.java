package net.groupvpn.lab.member;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.groupvpn.client.control.ControlClient;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import org.jspecify.annotations.Nullable;

/** A machine with the client on it. */
public final class Member {
  private static final long UP_SECONDS = 120;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Host host;
  private final Path directory;
  private final String network;
  private final Path configFile;
  private final List<String> environment;
  private final String suffix;
  private @Nullable HostProcess process;

  private Member(Host host, Path directory, String suffix) {
    this.host = host;
    this.directory = directory;
    this.suffix = suffix;
    this.network = String.valueOf(directory.getFileName());
    this.configFile = directory.resolve(network + ".toml");
    this.environment =
        List.of(
            "GROUPVPN_CONFIG_DIR=" + directory,
            "GROUPVPN_STATE_DIR=" + directory.resolve("state"),
            "GROUPVPN_RUN_DIR=" + directory.resolve("run"));
  }

  /**
   * Sets up a machine with a group file; its name in the group is the host's.
   *
   * @param settings further lines of its configuration file
   */
  public static Member install(
      Host host, Path directory, byte[] groupFile, String suffix, String... settings) {
    Member member = new Member(host, directory, suffix);
    if (Udev.isWantedEverywhere()) {
      Udev.start(host);
    }
    List<String> lines = new ArrayList<>();
    lines.add("group_file = \"group.toml\"");
    lines.add("host_name = \"" + host.name() + "\"");
    if (Arrays.stream(settings).noneMatch(line -> line.startsWith("dns "))) {
      lines.add("dns = \"none\"");
    }
    lines.addAll(List.of(settings));
    try {
      Files.createDirectories(directory);
      Files.write(directory.resolve("group.toml"), groupFile);
      Files.write(member.configFile, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return member;
  }

  /** Starts the client; does not wait. */
  public Member start() {
    process =
        host.start(
            "client",
            Product.command(
                "groupvpn",
                environment,
                List.of("up", "--foreground", "--config", configFile.toString())));
    return this;
  }

  /** Stops the client, if it runs; it says goodbye. */
  public void stop() {
    if (process != null && process.isAlive()) {
      process.stop();
    }
  }

  /** Waits until it has joined and has its address. */
  public Member awaitUp() {
    Await.until(
        host.name() + " is up",
        UP_SECONDS,
        () -> {
          if (!process().isAlive()) {
            throw new IllegalStateException(
                "the client of " + host.name() + " ended:\n" + process().output());
          }
          return isUp();
        });
    return this;
  }

  /** Whether its status says so. */
  public boolean isUp() {
    try {
      return status().path("state").asText().equals("up");
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /**
   * Its status from the control socket, which is faster than the command.
   *
   * @throws UncheckedIOException if no client is running
   */
  public JsonNode status() {
    return query("status");
  }

  /** Its peers, from the control socket. */
  public JsonNode peers() {
    return query("peers").path("peers");
  }

  /** Whether it has a session with that node. */
  public boolean hasPeer(String node) {
    for (JsonNode peer : peers()) {
      if (peer.path("node").asText().equals(node)) {
        return true;
      }
    }
    return false;
  }

  /** Its report on the relay to another member; a missing node if there is none. */
  public JsonNode relayTo(Member other) {
    String node = other.node();
    for (JsonNode peer : peers()) {
      if (peer.path("node").asText().equals(node)) {
        return peer.path("relay");
      }
    }
    return MissingNode.getInstance();
  }

  /** Its node ID. */
  public String node() {
    return status().path("node").asText();
  }

  /** One of its counters; 0 if it has not counted that yet. */
  public long counter(String name) {
    return status().path("counters").path(name).asLong();
  }

  private JsonNode query(String command) {
    Path socket = directory.resolve("run").resolve(network + ".sock");
    try (ControlClient client = ControlClient.connect(socket)) {
      return client.ask(command, ControlClient.arguments());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ControlException e) {
      throw new IllegalStateException(command + " on " + host.name() + ": " + e.getMessage(), e);
    }
  }

  /** Runs a command of the client for this machine. */
  public Commands.Result run(String... arguments) {
    return host.tryExec(
        Product.command("groupvpn", environment, List.of(arguments)).toArray(String[]::new));
  }

  /** The output of {@code groupvpn COMMAND --json}. */
  public JsonNode ask(String command) {
    Commands.Result result = run(command, "--json");
    if (!result.isSuccess()) {
      throw new IllegalStateException(
          "groupvpn %s on %s: %s".formatted(command, host.name(), result.output()));
    }
    return parse(result.output());
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("this is not JSON: " + json, e);
    }
  }

  /** Its virtual IPv4 address. */
  public String ipv4() {
    return status().path("ipv4").asText();
  }

  /** Its virtual IPv6 address. */
  public String ipv6() {
    return status().path("ipv6").asText();
  }

  /** Its full name in the group. */
  public String fullName() {
    return host.name() + "." + suffix;
  }

  /** Whether this machine's own ping reaches a name or address, over IPv4 or IPv6. */
  public boolean pings(String target, boolean ipv6) {
    return host.tryExec("ping", ipv6 ? "-6" : "-4", "-n", "-c1", "-W2", target).isSuccess();
  }

  public Host host() {
    return host;
  }

  /** Its state: key, certificate, revocation list, peers. */
  public Path state() {
    return directory.resolve("state").resolve(network);
  }

  /** Its name, and its report on its peers. */
  @Override
  public String toString() {
    try {
      return host.name() + peers();
    } catch (UncheckedIOException e) {
      return host.name() + " (not running)";
    }
  }

  /** Its files. */
  public Path directory() {
    return directory;
  }

  /** The client's process; it must have been started. */
  public HostProcess process() {
    if (process == null) {
      throw new IllegalStateException("the client of " + host.name() + " was never started");
    }
    return process;
  }
}
