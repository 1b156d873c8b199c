package net.groupvpn.client.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.overlay.io.PublicNode;
import net.groupvpn.overlay.node.NodeStatus;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.PathText;
import org.jspecify.annotations.Nullable;

/** A node of the public overlay in the foreground, without device, group or portal. */
public final class HeadlessNode {
  private static final int FAILED = 1;
  private static final long REPORT_SECONDS = 60;

  private final Path directory;
  private final PublicNode.Ports ports;
  private final List<net.groupvpn.overlay.path.Path> seeds;

  /**
   * Does nothing yet.
   *
   * @param directory keeps the node's key
   * @param seeds {@code address:port} or {@code tcp:address:port} each
   * @throws IllegalArgumentException if one of them is not
   */
  public HeadlessNode(Path directory, PublicNode.Ports ports, List<String> seeds) {
    this.directory = directory;
    this.ports = ports;
    this.seeds = seeds.stream().map(HeadlessNode::seed).toList();
  }

  private static net.groupvpn.overlay.path.Path seed(String text) {
    net.groupvpn.overlay.path.@Nullable Path seed = PathText.parse(text);
    if (seed == null) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is no endpoint; write it as 192.0.2.1:7400, [2001:db8::1]:7400 or"
              + " tcp:192.0.2.1:443");
    }
    return seed;
  }

  /**
   * Runs until a signal comes or the node breaks down.
   *
   * @param isJson whether lines are JSON objects
   * @param announce told one line when it listens, then one every {@value #REPORT_SECONDS} s
   * @return the exit code
   */
  public int run(boolean isJson, Consumer<String> announce) throws IOException {
    NodeReport report = new NodeReport(isJson);
    CountDownLatch stop = new CountDownLatch(1);
    AtomicInteger exitCode = new AtomicInteger();
    try (StateStore store = StateStore.open(directory);
        PublicNode node =
            PublicNode.start(
                store.publicKeyOrNew(),
                ports,
                this::candidates,
                seeds,
                cause -> {
                  exitCode.set(FAILED);
                  stop.countDown();
                })) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    node.close();
                    stop.countDown();
                  },
                  "signal"));
      ServiceNotifier notifier = ServiceNotifier.ofEnvironment();
      notifier.ready();
      announce.accept(report.ready(node));
      while (!stop.await(REPORT_SECONDS, TimeUnit.SECONDS)) {
        NodeStatus status = node.status().get();
        notifier.status(NodeReport.summary(status));
        announce.accept(report.line(node, status, node.counters()));
      }
    } catch (ExecutionException e) {
      // It has broken down between two reports, and has said so.
      exitCode.set(FAILED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return exitCode.get();
  }

  private List<Endpoint> candidates(int openedPort) {
    try {
      return Endpoints.of(OwnEndpoint.ofThisMachine(openedPort, device -> false));
    } catch (IOException e) {
      return List.of();
    }
  }
}
