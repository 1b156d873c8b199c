package net.groupvpn.dhcpdns.dhcp;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.wire.WireException;

/**
 * Answers DHCP messages (RFC 2131, section 4.3). Each client is told the address that the hash
 * table holds for it, and for no longer than that. It is the only server of the link: a client that
 * asks for anything else is refused. Engine thread only.
 */
public final class DhcpServer {
  /** A lease that ends sooner than this is not told to clients: some take no shorter one. */
  static final long LEAST_LEASE_SECONDS = 20;

  private static final int BROADCAST = -1;

  private final Engine engine;
  private final VirtualNetwork network;
  private final ClientLeases leases;
  private final NetworkOptions options;
  private final ClientRates rates = new ClientRates();

  /** {@code dnsSuffix} is the group's suffix, such as {@code office.gvpn}. */
  public DhcpServer(
      Engine engine,
      VirtualNetwork network,
      String dnsSuffix,
      DhcpSettings settings,
      ClientLeases leases) {
    this.engine = engine;
    this.network = network;
    this.leases = leases;
    this.options = new NetworkOptions(network, dnsSuffix, settings);
  }

  /** Handles one message; it is answered at most once, at once or later. */
  public void onMessage(DhcpRequest request, Consumer<DhcpReply> answer) {
    DhcpMessage message;
    try {
      message = DhcpMessage.parse(request.message());
    } catch (WireException e) {
      count(ServiceCounter.DROPPED_DHCP_MALFORMED);
      return;
    }
    DhcpClient client = message.client(request.isOwn());
    if (message.relay() != 0) {
      count(ServiceCounter.DROPPED_DHCP_RELAYED);
    } else if (message.mac() != request.mac() || !leases.isServed(client)) {
      count(ServiceCounter.DROPPED_DHCP_FOREIGN);
    } else if (!rates.admit(request.mac(), engine.now().bootNanos())) {
      count(ServiceCounter.DROPPED_DHCP_RATE);
    } else {
      dispatch(message, client, answer);
    }
  }

  private void dispatch(DhcpMessage message, DhcpClient client, Consumer<DhcpReply> answer) {
    switch (message.type()) {
      case DhcpMessageType.DISCOVER -> leases.open(client, lease -> offer(message, lease, answer));
      case DhcpMessageType.REQUEST -> onRequest(message, client, answer);
      case DhcpMessageType.INFORM -> onInform(message, client, answer);
      case DhcpMessageType.RELEASE -> onRelease(message, client);
      case DhcpMessageType.DECLINE -> onDecline(message, client);
      default -> count(ServiceCounter.DROPPED_DHCP_MALFORMED);
    }
  }

  private void offer(DhcpMessage message, DhcpLease lease, Consumer<DhcpReply> answer) {
    if (isTooShort(lease)) {
      return;
    }
    count(ServiceCounter.DHCP_OFFERED);
    answer.accept(grant(message, DhcpMessageType.OFFER, lease));
  }

  /**
   * Four cases by which fields are filled in (RFC 2131 4.3.2). A client of which nothing is known,
   * and which has not been offered anything here, is refused only an address that cannot work in
   * this group: another one may be another server's.
   */
  private void onRequest(DhcpMessage message, DhcpClient client, Consumer<DhcpReply> answer) {
    if (message.server() != 0 && message.server() != service()) {
      count(ServiceCounter.DROPPED_DHCP_OTHER_SERVER);
      return;
    }
    Ipv4Address asked = client.wished();
    DhcpLease lease = leases.find(client);
    if (asked == null) {
      count(ServiceCounter.DROPPED_DHCP_MALFORMED);
    } else if (lease == null && leases.isAwaited(client) && network.isAssignable(asked)) {
      // Perhaps it gets this very address: it asks again.
      count(ServiceCounter.DROPPED_DHCP_NO_LEASE);
    } else if (lease == null && message.server() == 0 && network.isAssignable(asked)) {
      count(ServiceCounter.DROPPED_DHCP_NO_LEASE);
    } else if (lease == null || !lease.address().equals(asked)) {
      count(ServiceCounter.DHCP_REFUSED);
      answer.accept(refusal(message));
    } else if (!isTooShort(lease)) {
      leases.confirm(
          client,
          lease.heldUntilNanos(),
          isKept -> {
            if (isKept) {
              acknowledge(message, client, lease, answer);
            } else {
              count(ServiceCounter.DROPPED_DHCP_UNSAVED);
            }
          });
    }
  }

  /** The lease may have been lost while it was stored. */
  private void acknowledge(
      DhcpMessage message, DhcpClient client, DhcpLease kept, Consumer<DhcpReply> answer) {
    DhcpLease lease = leases.find(client);
    if (lease == null || !lease.address().equals(kept.address())) {
      count(ServiceCounter.DROPPED_DHCP_NO_LEASE);
    } else if (!isTooShort(kept)) {
      count(ServiceCounter.DHCP_ACKNOWLEDGED);
      answer.accept(grant(message, DhcpMessageType.ACK, kept));
    }
  }

  /** A client with a configured address wants the options alone. */
  private void onInform(DhcpMessage message, DhcpClient client, Consumer<DhcpReply> answer) {
    DhcpLease lease = leases.find(client);
    if (lease == null || lease.address().bits() != message.clientAddress()) {
      count(ServiceCounter.DROPPED_DHCP_NO_LEASE);
      return;
    }
    ReplyWriter out = begin(message, DhcpMessageType.ACK, message.clientAddress(), 0);
    options.write(out, message, lease.hostName());
    count(ServiceCounter.DHCP_ACKNOWLEDGED);
    answer.accept(new DhcpReply(message.mac(), message.clientAddress(), out.toBytes()));
  }

  private void onRelease(DhcpMessage message, DhcpClient client) {
    DhcpLease lease = leases.find(client);
    if (isForAnother(message) || lease == null || !lease.address().equals(client.wished())) {
      count(ServiceCounter.DROPPED_DHCP_NO_LEASE);
    } else {
      count(ServiceCounter.DHCP_RELEASED);
      leases.release(client);
    }
  }

  private void onDecline(DhcpMessage message, DhcpClient client) {
    DhcpLease lease = leases.find(client);
    if (isForAnother(message) || lease == null || lease.address().bits() != message.requested()) {
      count(ServiceCounter.DROPPED_DHCP_NO_LEASE);
    } else {
      count(ServiceCounter.DHCP_DECLINED);
      leases.decline(client, lease.address());
    }
  }

  private boolean isForAnother(DhcpMessage message) {
    return message.server() != 0 && message.server() != service();
  }

  private boolean isTooShort(DhcpLease lease) {
    boolean isTooShort = seconds(lease) < LEAST_LEASE_SECONDS;
    if (isTooShort) {
      count(ServiceCounter.DROPPED_DHCP_NO_LEASE);
    }
    return isTooShort;
  }

  private DhcpReply grant(DhcpMessage message, int type, DhcpLease lease) {
    int address = lease.address().bits();
    int seconds = seconds(lease);
    int client = type == DhcpMessageType.ACK ? message.clientAddress() : 0;
    ReplyWriter out =
        begin(message, type, client, address)
            .i32(DhcpOption.LEASE_SECONDS, seconds)
            .i32(DhcpOption.RENEWAL_SECONDS, seconds / 2)
            .i32(DhcpOption.REBINDING_SECONDS, seconds / 8 * 7);
    options.write(out, message, lease.hostName());
    if (message.clientAddress() != 0) {
      return new DhcpReply(message.mac(), message.clientAddress(), out.toBytes());
    }
    return message.wantsBroadcast()
        ? new DhcpReply(EthernetFrame.BROADCAST, BROADCAST, out.toBytes())
        : new DhcpReply(message.mac(), address, out.toBytes());
  }

  /** By broadcast: the client must stop using the address to which it could be sent. */
  private DhcpReply refusal(DhcpMessage message) {
    byte[] bytes = begin(message, DhcpMessageType.NAK, 0, 0).toBytes();
    return new DhcpReply(EthernetFrame.BROADCAST, BROADCAST, bytes);
  }

  private ReplyWriter begin(DhcpMessage message, int type, int client, int your) {
    ReplyWriter out =
        new ReplyWriter(message, client, your)
            .u8(DhcpOption.MESSAGE_TYPE, type)
            .i32(DhcpOption.SERVER, service());
    byte[] identifier = message.options().bytes(DhcpOption.CLIENT);
    // RFC 6842: the client sees by it that the answer is meant for it.
    return identifier == null ? out : out.option(DhcpOption.CLIENT, identifier);
  }

  private int seconds(DhcpLease lease) {
    long leftNanos = lease.heldUntilNanos() - engine.now().bootNanos();
    return Math.toIntExact(
        Math.max(0, Math.min(TimeUnit.NANOSECONDS.toSeconds(leftNanos), Integer.MAX_VALUE)));
  }

  private int service() {
    return network.serviceAddress4().bits();
  }

  private void count(ServiceCounter counter) {
    engine.counters().increment(counter);
  }
}
