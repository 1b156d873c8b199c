package net.groupvpn.client.device;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.Arrays;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A destination of datagrams, with the address in the form that a dual-stack socket needs (struct
 * sockaddr_in6, 28 bytes; IPv4 is mapped), so that sending allocates nothing.
 */
public final class Destination {
  static final int ADDRESS_BYTES = 28;
  private static final int PORT_AT = 2;
  private static final int IPV6_AT = 8;
  private static final int IPV4_AT = 20;
  private static final int SCOPE_AT = 24;
  private static final short AF_INET6 = 10;

  private final Endpoint endpoint;
  private final @Nullable NodeId node;
  private final byte[] address = new byte[ADDRESS_BYTES];

  /** Encodes an endpoint; {@code node} is the node that is reached there, if known. */
  public Destination(Endpoint endpoint, @Nullable NodeId node) {
    this.endpoint = endpoint;
    this.node = node;
    NativeNumbers.put16(address, 0, AF_INET6);
    address[PORT_AT] = (byte) (endpoint.port() >>> 8);
    address[PORT_AT + 1] = (byte) endpoint.port();
    byte[] raw = endpoint.address().getAddress();
    if (raw.length == 4) {
      Arrays.fill(address, IPV4_AT - 2, IPV4_AT, (byte) 0xff);
      System.arraycopy(raw, 0, address, IPV4_AT, raw.length);
    } else {
      System.arraycopy(raw, 0, address, IPV6_AT, raw.length);
      NativeNumbers.put32(address, SCOPE_AT, ((Inet6Address) endpoint.address()).getScopeId());
    }
  }

  /** The endpoint. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** Whether it is an IPv4 address. */
  boolean isIpv4() {
    return endpoint.address() instanceof Inet4Address;
  }

  /** The node that is reached there, if known. */
  public @Nullable NodeId node() {
    return node;
  }

  /** The encoded address; must not be changed. */
  byte[] address() {
    return address;
  }
}
