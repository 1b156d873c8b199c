package net.groupvpn.client.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import net.groupvpn.client.device.LinuxNetDevices;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.client.os.DefaultRoutes;
import net.groupvpn.client.os.MachineDevices;
import net.groupvpn.client.part.Endpoints;
import net.groupvpn.client.part.ServiceNotifier;
import net.groupvpn.client.portmap.GatewayFinder;
import net.groupvpn.client.portmap.MappedPorts;
import net.groupvpn.client.portmap.OwnPort.Transport;
import net.groupvpn.overlay.io.PublicNode;
import net.groupvpn.overlay.io.SocketSetup;
import net.groupvpn.overlay.node.NodeStatus;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.PathText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node of the public overlay in the foreground, without device, group or portal. */
public final class HeadlessNode {
  private static final Logger LOG = LoggerFactory.getLogger(HeadlessNode.class);
  private static final int FAILED = 1;
  private static final long REPORT_SECONDS = 60;
  private static final Path PROC_NET = Path.of("/proc/net");

  private final Path directory;
  private final PublicNode.Ports ports;
  private final List<net.groupvpn.overlay.path.Path> seeds;
  private final boolean mayMapPorts;

  /**
   * Does nothing yet.
   *
   * @param directory where the node's key is kept
   * @param seeds {@code address:port} or {@code tcp:address:port} each
   * @param mayMapPorts whether to ask the router to map the ports to this machine
   * @throws IllegalArgumentException if a seed is malformed
   */
  public HeadlessNode(
      Path directory, PublicNode.Ports ports, List<String> seeds, boolean mayMapPorts) {
    this.mayMapPorts = mayMapPorts;
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
              + "\" is not an endpoint; write it as 192.0.2.1:7400, [2001:db8::1]:7400 or"
              + " tcp:192.0.2.1:443");
    }
    return seed;
  }

  /**
   * Runs until a signal arrives or the node fails.
   *
   * @param isJson whether lines are JSON objects
   * @param announce gets one line when the node listens, then one every {@value #REPORT_SECONDS} s
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
                HeadlessNode::candidates,
                seeds,
                cause -> {
                  exitCode.set(FAILED);
                  stop.countDown();
                });
        @Nullable MappedPorts mapped = mayMapPorts ? mapPorts(node) : null) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    close(mapped);
                    node.close();
                    stop.countDown();
                  },
                  "signal"));
      ServiceNotifier notifier = ServiceNotifier.ofEnvironment();
      notifier.ready();
      announce.accept(report.ready(node));
      node.setNetworks(look().networks(List.of()));
      while (!stop.await(REPORT_SECONDS, TimeUnit.SECONDS)) {
        node.setNetworks(look().networks(List.of()));
        NodeStatus status = node.status().get();
        notifier.status(NodeReport.summary(status));
        announce.accept(report.line(node, status, mapped));
      }
    } catch (ExecutionException e) {
      // It has failed between two reports, and has logged that.
      exitCode.set(FAILED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return exitCode.get();
  }

  private MappedPorts mapPorts(PublicNode node) {
    MappedPorts mapped =
        new MappedPorts(
            GatewayFinder.ofThisMachine(PROC_NET, name -> look().isGroups(name)),
            node.localPort(),
            node.streamPort(),
            (transport, endpoints) -> {
              if (transport == Transport.TCP) {
                node.setMappedStreams(endpoints);
              } else {
                node.setMapped(endpoints);
              }
            },
            SocketSetup.NONE);
    mapped.start();
    return mapped;
  }

  private static void close(@Nullable MappedPorts mapped) {
    try {
      if (mapped != null) {
        mapped.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Endpoint> candidates(int openedPort) {
    return Endpoints.of(OwnEndpoint.of(openedPort, look(), Set.of()));
  }

  /** None where the system does not tell. */
  private static MachineDevices look() {
    try {
      return new MachineDevices(new LinuxNetDevices().list(), DefaultRoutes.devices(PROC_NET));
    } catch (IOException e) {
      LOG.warn("this machine's own addresses are unknown: {}", e.getMessage());
      return new MachineDevices(List.of(), Set.of());
    }
  }
}
