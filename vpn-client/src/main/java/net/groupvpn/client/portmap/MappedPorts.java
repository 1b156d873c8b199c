package net.groupvpn.client.portmap;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.groupvpn.client.portmap.OwnPort.Transport;
import net.groupvpn.overlay.io.SocketSetup;
import net.groupvpn.overlay.io.stream.StreamPort;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/** Makes the router map the ports on which this machine listens. Any thread. */
public final class MappedPorts implements AutoCloseable {
  private final PortMapper udp;
  private final @Nullable PortMapper tcp;

  /** Hears of each change of the external endpoints; must not block. */
  public interface Listener {
    /** {@code endpoints} is empty where no router leads here. */
    void onMapped(Transport transport, List<Endpoint> endpoints);
  }

  /**
   * Does nothing yet.
   *
   * @param tcpPort where connections are accepted, or {@link StreamPort#NO_PORT}
   * @param setup what is done to each socket first
   */
  public MappedPorts(
      GatewayFinder finder, int udpPort, int tcpPort, Listener listener, SocketSetup setup) {
    this.udp = mapper(finder, OwnPort.udp(udpPort), listener, setup);
    this.tcp =
        tcpPort == StreamPort.NO_PORT
            ? null
            : mapper(finder, OwnPort.tcp(tcpPort), listener, setup);
  }

  private static PortMapper mapper(
      GatewayFinder finder, OwnPort port, Listener listener, SocketSetup setup) {
    return new PortMapper(
        finder, port, state -> listener.onMapped(port.transport(), endpoints(state)), setup);
  }

  private static List<Endpoint> endpoints(MappingState state) {
    MappedPort mapped = state.mapped();
    return mapped == null ? List.of() : List.of(mapped.external());
  }

  /** Starts to ask. */
  public void start() {
    forEach(PortMapper::start);
  }

  /** The mappings may be gone. */
  public void onNetworkChanged() {
    forEach(PortMapper::onNetworkChanged);
  }

  private void forEach(Consumer<PortMapper> action) {
    action.accept(udp);
    if (tcp != null) {
      action.accept(tcp);
    }
  }

  /** The state of the datagram port's mapping. */
  public MappingState udpState() {
    return udp.state();
  }

  /** The ports that are mapped now. */
  public Map<Transport, MappedPort> mapped() {
    Map<Transport, MappedPort> mapped = new TreeMap<>();
    MappedPort forDatagrams = udp.state().mapped();
    MappedPort forStreams = tcp == null ? null : tcp.state().mapped();
    if (forDatagrams != null) {
      mapped.put(Transport.UDP, forDatagrams);
    }
    if (forStreams != null) {
      mapped.put(Transport.TCP, forStreams);
    }
    return mapped;
  }

  /** Counts by label, of all ports together. */
  public Map<String, Long> counters() {
    Map<String, Long> sum = new TreeMap<>(udp.counters());
    if (tcp != null) {
      tcp.counters().forEach((name, count) -> sum.merge(name, count, Long::sum));
    }
    return sum;
  }

  /** Gives everything back, within a few seconds. */
  @Override
  public void close() throws InterruptedException {
    forEach(PortMapper::stop);
    udp.close();
    if (tcp != null) {
      tcp.close();
    }
  }
}
