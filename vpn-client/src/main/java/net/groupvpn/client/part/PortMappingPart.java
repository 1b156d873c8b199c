package net.groupvpn.client.part;

import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.portmap.MappedPorts;
import org.jspecify.annotations.Nullable;

/** Ports of the router that lead here. */
public final class PortMappingPart implements Part {
  private final @Nullable MappedPorts ports;

  private PortMappingPart(@Nullable MappedPorts ports) {
    this.ports = ports;
  }

  /** Starts to ask for ports; does nothing where the configuration turns that off. */
  public static PortMappingPart start(
      ClientContext context, EnginePart engine, StreamsPart streams, Endpoints endpoints) {
    if (!context.config().underlay().portMapping()) {
      return new PortMappingPart(null);
    }
    MappedPorts ports =
        new MappedPorts(
            context.machine().gateways(context.surroundings()::isGroups),
            context.config().underlay().port(),
            streams.localPort(),
            (transport, mapped) ->
                engine.loop().execute(() -> endpoints.setMapped(transport, mapped)),
            context.machine().sockets());
    ports.start();
    return new PortMappingPart(ports);
  }

  /** Null where the configuration turns it off. */
  public @Nullable MappedPorts ports() {
    return ports;
  }

  @Override
  public String name() {
    return "port mapping";
  }

  @Override
  public void onMoved(OwnEndpoint own) {
    if (ports != null) {
      ports.onNetworkChanged();
    }
  }

  @Override
  public void report(Status status) {
    if (ports != null) {
      status.count("", ports.counters());
    }
  }

  @Override
  public void end() throws InterruptedException {
    if (ports != null) {
      ports.close();
    }
  }
}
