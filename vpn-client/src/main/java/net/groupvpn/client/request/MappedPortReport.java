package net.groupvpn.client.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import net.groupvpn.client.portmap.MappedPort;
import net.groupvpn.client.portmap.MappedPorts;
import net.groupvpn.client.portmap.OwnPort.Transport;
import org.jspecify.annotations.Nullable;

/** Mapped ports as JSON. */
public final class MappedPortReport {
  private MappedPortReport() {}

  /** Adds {@code port_mapping} and {@code mapped_ports}; null where mapping is switched off. */
  public static void describe(@Nullable MappedPorts mapped, ObjectNode answer) {
    answer.put("port_mapping", mapped == null ? "off" : text(mapped.udpState().phase()));
    ArrayNode ports = answer.putArray("mapped_ports");
    if (mapped != null) {
      mapped.mapped().forEach((transport, port) -> describe(transport, port, ports.addObject()));
    }
  }

  private static void describe(Transport transport, MappedPort port, ObjectNode answer) {
    answer
        .put("transport", text(transport))
        .put("endpoint", port.external().toString())
        .put("method", port.method().label())
        .put("gateway", port.gateway().router().getHostAddress())
        .put("lifetime_s", port.lifetimeSeconds())
        .put("behind_another_nat", port.isBehindAnotherNat());
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
