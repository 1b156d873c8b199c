package net.groupvpn.client.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.groupvpn.client.control.ControlClient;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.dataplane.PeerTraffic;
import net.groupvpn.client.part.Ask;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.PeerStatus;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.relay.RelayStatus;
import net.groupvpn.overlay.session.Session;
import org.jspecify.annotations.Nullable;

/** Answers {@code peers}. */
final class PeerReport {
  static final double NANOS_PER_MILLI = 1e6;

  /** Bytes before a packet in a record. */
  private static final int KIND_BYTES = 1;

  private final RunningClient running;

  PeerReport(RunningClient running) {
    this.running = running;
  }

  /**
   * A peer with its name.
   *
   * @param address its own, if it has said so; not that of a machine behind it
   * @param vpn the device of another virtual private network through which it is reached, or null
   * @param mtuBytes the longest packet that travels in one datagram
   */
  private record Named(
      PeerStatus status,
      String name,
      @Nullable Ipv4Address address,
      String path,
      @Nullable String vpn,
      int mtuBytes) {}

  ObjectNode answer() throws ControlException {
    List<Named> peers = Ask.now(running.loop(), this::named);
    Map<NodeId, Ipv4Address> addresses = running.addresses().peersAddresses();
    Map<NodeId, PeerTraffic> traffic = running.dataPlane().traffic();
    ObjectNode answer = ControlClient.arguments().put("version", 1);
    ArrayNode list = answer.putArray("peers");
    for (Named peer : peers) {
      NodeId id = peer.status.id();
      ObjectNode line = list.addObject();
      line.put("node", id.toHex()).put("member", peer.status.member());
      line.put("name", peer.name.isEmpty() ? null : peer.name);
      Ipv4Address address = peer.address == null ? addresses.get(id) : peer.address;
      line.put("ipv4", address == null ? null : address.toString());
      line.put("ipv6", running.network().addressOf(id).toString());
      line.put("path", peer.path);
      if (peer.vpn != null) {
        line.put("vpn", peer.vpn);
      }
      RelayStatus relay = peer.status.relay();
      if (relay != null) {
        line.set("relay", PathReport.relay(relay));
      }
      if (peer.status.rttNanos() >= 0) {
        line.put("rtt_ms", peer.status.rttNanos() / NANOS_PER_MILLI);
      }
      line.put("mtu", peer.mtuBytes);
      ArrayNode reasons = line.putArray("reasons");
      peer.status.reasons().forEach(each -> reasons.add(each.name().toLowerCase(Locale.ROOT)));
      PeerTraffic bytes = traffic.get(id);
      line.put("sent_bytes", bytes == null ? 0 : bytes.sentBytes());
      line.put("received_bytes", bytes == null ? 0 : bytes.receivedBytes());
    }
    return answer;
  }

  private List<Named> named() {
    return running.room().node().status().peers().stream().map(this::named).toList();
  }

  private Named named(PeerStatus peer) {
    Session session = running.room().node().session(peer.id());
    Endpoint endpoint = peer.path().endpoint();
    @Nullable String vpn =
        endpoint == null
            ? null
            : running.room().node().attachment().endpointRules().vpnOf(endpoint);
    String path = PathReport.of(peer.path(), peer.relay(), running.room().services()::nameOf);
    return new Named(
        peer,
        running.room().services().nameOf(peer.id()),
        running.room().services().addressOf(peer.id()),
        vpn == null ? path : path + " (inside " + vpn + ")",
        vpn,
        session == null ? 0 : session.mtuBytes() - KIND_BYTES);
  }
}
