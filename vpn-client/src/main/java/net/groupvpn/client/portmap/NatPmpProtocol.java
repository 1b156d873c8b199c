package net.groupvpn.client.portmap;

import java.io.IOException;
import java.net.InetAddress;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/** The NAT Port Mapping Protocol: first the router's address, then the port. */
final class NatPmpProtocol implements MappingProtocol {
  private final UdpExchange exchange;
  private final PortMapCounters counters;

  NatPmpProtocol(UdpExchange exchange, PortMapCounters counters) {
    this.exchange = exchange;
    this.counters = counters;
  }

  @Override
  public MappingMethod method() {
    return MappingMethod.NAT_PMP;
  }

  @Override
  public @Nullable MappedPort map(Gateway gateway, OwnPort own, int wish) throws IOException {
    @Nullable InetAddress outside = askAddress(gateway);
    if (outside == null) {
      return null;
    }
    byte[] request = NatPmpReply.mapRequest(own, wish, MappedPort.WANTED_SECONDS);
    NatPmpReply.@Nullable Mapped mapped = askMapping(gateway, request, own);
    if (mapped == null) {
      return null;
    }
    @Nullable Endpoint external = ExternalAddress.endpoint(outside, mapped.externalPort());
    if (external == null || mapped.lifetimeSeconds() == 0) {
      counters.increment(PortMapCounter.DROPPED_NAT_PMP_USELESS);
      return null;
    }
    return new MappedPort(method(), gateway, external, mapped.lifetimeSeconds());
  }

  private @Nullable InetAddress askAddress(Gateway gateway) throws IOException {
    @Nullable NatPmpReply reply =
        exchange.ask(
            gateway, NatPmpReply.addressRequest(), datagram -> read(datagram, NatPmpReply.ADDRESS));
    return ifGranted(reply) instanceof NatPmpReply.Address address ? address.external() : null;
  }

  private NatPmpReply.@Nullable Mapped askMapping(Gateway gateway, byte[] request, OwnPort own)
      throws IOException {
    @Nullable NatPmpReply reply =
        exchange.ask(
            gateway,
            request,
            datagram -> ifOurs(read(datagram, own.transport().natPmpOpcode()), own));
    return ifGranted(reply) instanceof NatPmpReply.Mapped mapped ? mapped : null;
  }

  private @Nullable NatPmpReply ifGranted(@Nullable NatPmpReply reply) {
    if (reply == null) {
      counters.increment(PortMapCounter.NAT_PMP_SILENT);
    } else if (reply instanceof NatPmpReply.Refused) {
      counters.increment(PortMapCounter.NAT_PMP_REFUSED);
    }
    return reply;
  }

  private @Nullable NatPmpReply read(byte[] datagram, int opcode) {
    @Nullable NatPmpReply reply = NatPmpReply.read(datagram);
    if (reply == null) {
      counters.increment(PortMapCounter.DROPPED_NAT_PMP_MALFORMED);
    } else if (reply.answeredOpcode() != opcode) {
      counters.increment(PortMapCounter.DROPPED_NAT_PMP_UNASKED);
      return null;
    }
    return reply;
  }

  private @Nullable NatPmpReply ifOurs(@Nullable NatPmpReply reply, OwnPort own) {
    if (reply instanceof NatPmpReply.Mapped mapped && mapped.internalPort() != own.number()) {
      counters.increment(PortMapCounter.DROPPED_NAT_PMP_UNASKED);
      return null;
    }
    return reply;
  }

  @Override
  public void unmap(MappedPort held, OwnPort own) throws IOException {
    byte[] request = NatPmpReply.mapRequest(own, 0, 0);
    exchange.ask(held.gateway(), request, answer -> answer);
  }
}
