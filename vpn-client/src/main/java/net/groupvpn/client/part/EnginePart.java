package net.groupvpn.client.part;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.client.config.ClientConfig;
import net.groupvpn.client.config.DhcpConfig;
import net.groupvpn.client.device.DetouringPort;
import net.groupvpn.client.enrol.KeptMachines;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.dhcpdns.GroupServices;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.Reservations;
import net.groupvpn.dhcpdns.dhcp.DhcpSettings;
import net.groupvpn.dhcpdns.machine.KnownMachine;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.RevocationList;
import net.groupvpn.overlay.io.NodeLoop;
import net.groupvpn.overlay.io.SideSockets;
import net.groupvpn.overlay.policy.GroupPolicy;
import net.groupvpn.overlay.security.PeerIdentity;
import net.groupvpn.overlay.session.SessionTimes;
import net.groupvpn.overlay.tls.TlsSecurity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine: the group's overlay, the public one and the member's services, with the loop that
 * drives them. It does not run until {@link OverlayPart} starts the loop. By then every listener of
 * the engine exists.
 */
public final class EnginePart implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(EnginePart.class);

  private final EngineRoom room;
  private final EngineBridge bridge;
  private final SideSockets side;
  private final DetouringPort port;
  private final NodeLoop loop;

  private EnginePart(
      ClientContext context, MembershipPart membership, PortPart main, EngineRoom room) {
    this.room = room;
    this.bridge = new EngineBridge(room, context, context.machine().sockets(), membership.clock());
    this.side = new SideSockets(bridge::onDatagram, context.machine().sockets());
    this.port = new DetouringPort(main.port(), side);
    this.loop =
        new NodeLoop(
            "engine",
            room.host(),
            membership.clock()::now,
            (to, datagram) -> port.send(to, datagram, 0, datagram.length),
            bridge);
  }

  /** Puts it together. */
  public static EnginePart build(
      ClientContext context,
      StatePart state,
      MembershipPart membership,
      DevicePart device,
      PortPart port)
      throws IOException {
    StateStore store = state.store();
    GroupMembership member = membership.membership();
    TlsSecurity anyone = TlsSecurity.ofPublicOverlay(store.publicKeyOrNew(), new SecureRandom());
    EngineRoom room =
        EngineRoom.build(
            member.group(),
            new EngineRoom.Identities(membership.security(), anyone),
            new EngineRoom.Documents(
                member.trust(),
                list -> keep(context, list, store, member.certificate().identity()),
                member.policy()),
            settings(context.config(), membership, store),
            device.addresses(),
            membership.clock().now());
    room.services().setIpv6(device.hasIpv6());
    room.node()
        .setSessionTimes(SessionTimes.ofRehandshake(context.config().tuning().rehandshake()));
    EnginePart part = new EnginePart(context, membership, port, room);
    room.services().setReservations(reservations(member.policy().current(), membership));
    room.services()
        .setMachineReservations(label -> ofMachine(label, member.policy().current(), membership));
    member
        .policy()
        .onChange(
            newer -> {
              Reservations reservations = reservations(newer, membership);
              part.loop.execute(
                  () -> {
                    room.onPolicy(reservations);
                    room.services()
                        .setMachineReservations(label -> ofMachine(label, newer, membership));
                  });
            });
    return part;
  }

  private static GroupServices.Settings settings(
      ClientConfig config, MembershipPart membership, StateStore store) throws IOException {
    List<Ipv4Address> preferred = new ArrayList<>();
    addIfGood(preferred, config.device().wishedAddress());
    addIfGood(preferred, store.lastAddress());
    return new GroupServices.Settings(
        membership.network(),
        membership.suffix(),
        preferred,
        config.device().hostLabel(),
        store.lastName(),
        dhcp(config.device().dhcp(), store));
  }

  private static GroupServices.@Nullable Dhcp dhcp(DhcpConfig config, StateStore store)
      throws IOException {
    DhcpSettings told = config.told();
    List<KnownMachine> machines = config.machines() ? new KeptMachines(store).load() : null;
    return told == null ? null : new GroupServices.Dhcp(told, machines);
  }

  /** A machine behind this one gets what is kept for a machine of this member with its label. */
  private static Reservations ofMachine(
      Label label, GroupPolicy policy, MembershipPart membership) {
    String member = membership.membership().certificate().identity().member();
    return Reservations.of(policy, membership.network(), member, label.text());
  }

  private static Reservations reservations(GroupPolicy policy, MembershipPart membership) {
    NodeCertificate own = membership.membership().certificate();
    return Reservations.of(policy, membership.network(), own.identity().member(), own.label());
  }

  private static void addIfGood(List<Ipv4Address> addresses, @Nullable String text) {
    try {
      if (text != null) {
        addresses.add(Ipv4Address.parse(text));
      }
    } catch (IllegalArgumentException e) {
      LOG.warn("{} is not used: {}", text, e.getMessage());
    }
  }

  /** A small file, and rarely: the engine can wait for it. */
  private static void keep(
      ClientContext context, RevocationList list, StateStore store, PeerIdentity self) {
    if (list.isRevoked(self.serial(), self.keyHash())) {
      context.onRefused(
          "revocation list %d, of %s, names this machine"
              .formatted(list.number(), Instant.ofEpochMilli(list.thisUpdateMillis())));
    }
    try {
      store.saveCrl(list.encoded());
      LOG.info("revocation list {} came from another member", list.number());
    } catch (IOException e) {
      LOG.warn("revocation list {} cannot be kept: {}", list.number(), e.getMessage());
    }
  }

  /** The objects on the loop's thread. */
  public EngineRoom room() {
    return room;
  }

  /** The loop that drives it. */
  public NodeLoop loop() {
    return loop;
  }

  EngineBridge bridge() {
    return bridge;
  }

  SideSockets side() {
    return side;
  }

  /** The UDP port, with a detour for datagrams that leave through other sockets. */
  DetouringPort port() {
    return port;
  }

  @Override
  public String name() {
    return "engine";
  }

  @Override
  public void end() {
    side.close();
  }
}
