package net.groupvpn.client.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import net.groupvpn.client.config.ClientConfig;
import net.groupvpn.client.config.Directories;
import net.groupvpn.client.daemon.HeadlessNode;
import net.groupvpn.client.log.LogSetup;
import net.groupvpn.overlay.io.PublicNode;
import net.groupvpn.overlay.io.stream.StreamPort;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code groupvpn node}. */
@Command(
    name = "node",
    description =
        "Run a node of the public overlay in the foreground. It is in no group and helps others to"
            + " find theirs.")
final class NodeCommand implements Callable<Integer> {
  private final Directories directories;
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--port",
      defaultValue = "" + ClientConfig.DEFAULT_PORT,
      description = "UDP port; default ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--stream-port",
      defaultValue = "" + StreamPort.DEFAULT_PORT,
      description =
          "TCP port for members whose UDP is blocked, 0 for none; default ${DEFAULT-VALUE}.")
  private int streamPort;

  @Option(names = "--json", description = "Print JSON, one object on each line.")
  private boolean json;

  @Option(
      names = "--seed",
      paramLabel = "[tcp:]ADDRESS:PORT",
      description = "A node of the public overlay to join through; repeatable.")
  private List<String> seeds = new ArrayList<>();

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Where its key is kept; default: the client's own state directory.")
  private @Nullable Path stateDir;

  @Option(
      names = "--port-mapping",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Whether to ask the router, by PCP, NAT-PMP or UPnP-IGD, to map the ports.")
  private boolean mapPorts;

  @Option(
      names = "--carry",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Whether to carry packets, up to 16 Mbit/s in total, for members whose only path to each"
              + " other is the public overlay; without it, only signals.")
  private boolean carry;

  NodeCommand(Directories directories) {
    this.directories = directories;
  }

  @Override
  public Integer call() throws CommandException {
    LogSetup.apply(Level.INFO);
    Path directory = stateDir == null ? directories.state().resolve("public-node") : stateDir;
    try {
      PublicNode.Ports ports = new PublicNode.Ports(port, streamPort, carry);
      return new HeadlessNode(directory, ports, seeds, mapPorts).run(json, this::print);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw CommandException.of(e);
    }
  }

  private void print(String line) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
