package net.groupvpn.simulator;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import net.groupvpn.simulator.world.Securities;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code groupvpn-sim join}: nodes join one overlay through the first of them. */
@Command(
    name = "join",
    description = "Lets nodes join one overlay and prints its degree, hops and joining time.",
    mixinStandardHelpOptions = true)
final class JoinCommand implements Callable<Integer> {
  private static final int MIN_NODES = 2;
  private static final int MAX_NODES = 20_000;
  private static final int NOT_REACHED = 1;

  @Option(
      names = "--nodes",
      defaultValue = "100",
      description = "Number of nodes, 2 to 20000. Default: ${DEFAULT-VALUE}")
  private int nodes;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of all randomness; the same seed gives the same result. Default: 1")
  private long seed;

  @Option(
      names = "--tls",
      description = "Real keys, TLS handshakes and ciphers instead of their model; slow.")
  private boolean tls;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // Picocli sets the fields.
  JoinCommand() {}

  @Override
  public Integer call() {
    if (nodes < MIN_NODES || nodes > MAX_NODES) {
      throw new ParameterException(
          spec.commandLine(),
          "--nodes must be " + MIN_NODES + " to " + MAX_NODES + ", not " + nodes);
    }
    PrintWriter diagnostics = spec.commandLine().getErr();
    long startNanos = System.nanoTime();
    Securities securities = tls ? Securities.tls() : Securities.model();
    JoinSimulation simulation =
        new JoinSimulation(nodes, seed, securities, new JoinProgress(diagnostics, nodes));
    JoinResult result = simulation.run();
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? result.toJson() : result.toText());
    out.flush();
    long wallMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    diagnostics.println(
        String.format(
            Locale.ROOT,
            "wall time: %.1f s, %d events, %.0f events/s",
            wallMillis / 1e3,
            simulation.events(),
            simulation.events() * 1e3 / Math.max(1, wallMillis)));
    diagnostics.flush();
    return result.isComplete() ? 0 : NOT_REACHED;
  }
}
