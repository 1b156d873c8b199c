package net.groupvpn.client.portmap;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The Port Control Protocol. A restarted router is noticed when a mapping is renewed. This client
 * talks to the router only then, so the epoch adds nothing.
 */
final class PcpProtocol implements MappingProtocol {
  private final UdpExchange exchange;
  private final PortMapCounters counters;

  /** Keeps others from changing the mapping, and authenticates an answer. */
  private final byte[] nonce = new byte[PcpMessages.NONCE_BYTES];

  PcpProtocol(UdpExchange exchange, PortMapCounters counters, RandomGenerator random) {
    this.exchange = exchange;
    this.counters = counters;
    random.nextBytes(nonce);
  }

  @Override
  public MappingMethod method() {
    return MappingMethod.PCP;
  }

  @Override
  public @Nullable MappedPort map(Gateway gateway, OwnPort own, int wish) throws IOException {
    byte[] request = PcpMessages.map(gateway.own(), nonce, own, wish, MappedPort.WANTED_SECONDS);
    @Nullable PcpReply reply = exchange.ask(gateway, request, datagram -> read(datagram, own));
    if (reply == null) {
      counters.increment(PortMapCounter.PCP_SILENT);
      return null;
    }
    PcpReply.Mapping mapping = reply.mapping();
    if (reply.resultCode() != PcpReply.SUCCESS || mapping == null) {
      counters.increment(PortMapCounter.PCP_REFUSED);
      return null;
    }
    @Nullable Endpoint external =
        ExternalAddress.endpoint(mapping.external(), mapping.externalPort());
    if (external == null || reply.lifetimeSeconds() == 0) {
      counters.increment(PortMapCounter.DROPPED_PCP_USELESS);
      return null;
    }
    return new MappedPort(method(), gateway, external, reply.lifetimeSeconds());
  }

  private @Nullable PcpReply read(byte[] datagram, OwnPort own) {
    @Nullable PcpReply reply = PcpReply.read(datagram);
    if (reply == null) {
      counters.increment(PortMapCounter.DROPPED_PCP_MALFORMED);
      return null;
    }
    PcpReply.Mapping mapping = reply.mapping();
    boolean isOurs =
        mapping == null
            || (MessageDigest.isEqual(nonce, mapping.nonce())
                && mapping.protocol() == own.transport().protocolNumber()
                && mapping.internalPort() == own.number());
    if (!isOurs) {
      counters.increment(PortMapCounter.DROPPED_PCP_UNASKED);
    }
    return isOurs ? reply : null;
  }

  @Override
  public void unmap(MappedPort held, OwnPort own) throws IOException {
    byte[] request = PcpMessages.map(held.gateway().own(), nonce, own, 0, 0);
    exchange.ask(held.gateway(), request, answer -> answer);
  }
}
