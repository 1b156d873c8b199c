package net.groupvpn.client.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.overlay.io.PublicNode;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/** A node of the public overlay in the foreground, without device, group or portal. */
public final class HeadlessNode {
  private static final int FAILED = 1;

  private final Path directory;
  private final int port;
  private final List<Endpoint> seeds;

  /**
   * Does nothing yet.
   *
   * @param directory keeps the node's key
   * @param seeds {@code address:port} each
   * @throws IllegalArgumentException if one of them is not
   */
  public HeadlessNode(Path directory, int port, List<String> seeds) {
    this.directory = directory;
    this.port = port;
    this.seeds = seeds.stream().map(HeadlessNode::endpoint).toList();
  }

  private static Endpoint endpoint(String text) {
    @Nullable Endpoint endpoint = Endpoint.parse(text);
    if (endpoint == null) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no endpoint; write it as 192.0.2.1:7400 or [2001:db8::1]:7400");
    }
    return endpoint;
  }

  /**
   * Runs until a signal comes or the node breaks down.
   *
   * @param announce told one line when it listens
   * @return the exit code
   */
  public int run(Consumer<String> announce) throws IOException {
    CountDownLatch stop = new CountDownLatch(1);
    AtomicInteger exitCode = new AtomicInteger();
    try (StateStore store = StateStore.open(directory);
        PublicNode node =
            PublicNode.start(
                store.publicKeyOrNew(),
                port,
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
      announce.accept("groupvpn node ready: id=" + node.id().toHex() + " port=" + node.localPort());
      stop.await();
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
