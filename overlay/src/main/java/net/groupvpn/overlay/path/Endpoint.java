package net.groupvpn.overlay.path;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * A UDP or TCP endpoint: a numeric IPv4 or IPv6 address and a port from 1 to 65,535. An IPv4-mapped
 * IPv6 address is the IPv4 address.
 */
public record Endpoint(InetAddress address, int port) {
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final int MAX_PORT = 65_535;
  private static final Pattern TEXT =
      Pattern.compile("(?:([0-9.]+)|\\[([0-9a-fA-F.]*:[0-9a-fA-F:.]*)]):([0-9]{1,5})");

  public Endpoint {
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
    }
  }

  /** The endpoint of a JDK address. */
  public static Endpoint of(InetSocketAddress address) {
    return new Endpoint(address.getAddress(), address.getPort());
  }

  /**
   * Reads {@code 192.0.2.1:7400} or {@code [2001:db8::1]:7400}; null if it is anything else. Never
   * asks a name server.
   */
  public static @Nullable Endpoint parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    InetAddress address = NumericAddress.parse(host);
    int port = Integer.parseInt(matcher.group(3));
    return address == null || port < 1 || port > MAX_PORT ? null : new Endpoint(address, port);
  }

  /** The same endpoint for the JDK. */
  public InetSocketAddress toSocketAddress() {
    return new InetSocketAddress(address, port);
  }

  /** Writes a length, the address and the port. */
  public void write(WireWriter out) {
    byte[] raw = address.getAddress();
    out.u8(raw.length).fixed(raw).u16(port);
  }

  /** Reads what {@link #write} wrote. */
  public static Endpoint read(WireReader in) throws WireException {
    int length = in.u8();
    if (length != IPV4_BYTES && length != IPV6_BYTES) {
      throw new WireException("an address has 4 or 16 bytes");
    }
    byte[] raw = in.fixed(length);
    int port = in.u16();
    if (port == 0) {
      throw new WireException("port 0");
    }
    try {
      return new Endpoint(InetAddress.getByAddress(raw), port);
    } catch (UnknownHostException e) {
      throw new WireException("an address has 4 or 16 bytes");
    }
  }

  /** {@code 192.0.2.1:7400} or {@code [2001:db8::1]:7400}. */
  @Override
  public String toString() {
    String host = address.getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
