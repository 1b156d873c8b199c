package net.groupvpn.dhcpdns.dhcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import org.jspecify.annotations.Nullable;

/** The options that are the same for all clients of a group. */
final class NetworkOptions {
  /** What a client gets that does not say what it wants; in this order. */
  private static final byte[] USUAL = {
    DhcpOption.SUBNET_MASK,
    DhcpOption.ROUTER,
    DhcpOption.NAME_SERVER,
    DhcpOption.DOMAIN_NAME,
    DhcpOption.MTU,
    DhcpOption.HOST_NAME
  };

  private final VirtualNetwork network;
  private final String suffix;
  private final DhcpSettings settings;

  NetworkOptions(VirtualNetwork network, String suffix, DhcpSettings settings) {
    this.network = network;
    this.suffix = suffix;
    this.settings = settings;
  }

  /**
   * Writes what the client asks for, as far as there is an answer; in the client's order, but the
   * mask first, which must come before the router (RFC 2132 3.3).
   */
  void write(ReplyWriter out, DhcpMessage request, @Nullable String hostName) {
    byte[] wished = request.options().bytes(DhcpOption.WISHED_OPTIONS);
    byte[] codes = wished == null ? USUAL : wished;
    boolean[] done = new boolean[DhcpOption.END + 1];
    done[DhcpOption.SUBNET_MASK] = true;
    if (new String(codes, ISO_8859_1).indexOf(DhcpOption.SUBNET_MASK) >= 0) {
      write(out, DhcpOption.SUBNET_MASK, hostName);
    }
    for (byte code : codes) {
      int option = code & 0xff;
      if (!done[option]) {
        done[option] = true;
        write(out, option, hostName);
      }
    }
  }

  private void write(ReplyWriter out, int option, @Nullable String hostName) {
    switch (option) {
      case DhcpOption.SUBNET_MASK -> out.i32(option, mask());
      case DhcpOption.BROADCAST_ADDRESS -> out.i32(option, network.range().broadcast().bits());
      case DhcpOption.HOST_NAME -> {
        if (hostName != null) {
          out.option(option, ascii(hostName));
        }
      }
      case DhcpOption.MTU -> {
        if (settings.mtuBytes() > 0) {
          out.u16(option, settings.mtuBytes());
        }
      }
      case DhcpOption.ROUTER -> {
        if (settings.router()) {
          out.i32(option, service());
        }
      }
      case DhcpOption.ROUTES -> writeRoutes(out);
      default -> writeNames(out, option);
    }
  }

  private void writeNames(ReplyWriter out, int option) {
    if (settings.names()) {
      switch (option) {
        case DhcpOption.NAME_SERVER -> out.i32(option, service());
        case DhcpOption.DOMAIN_NAME -> out.option(option, ascii(suffix));
        case DhcpOption.SEARCH -> out.option(option, wireName());
        default -> {}
      }
    }
  }

  /** Whoever gets this option ignores option 3 (RFC 3442), so the default route is in it, too. */
  private void writeRoutes(ReplyWriter out) {
    if (settings.routes().isEmpty()) {
      return;
    }
    ByteArrayOutputStream routes = new ByteArrayOutputStream();
    settings.routes().forEach(route -> addRoute(routes, route.network().bits(), route.bits()));
    if (settings.router()) {
      addRoute(routes, 0, 0);
    }
    out.option(DhcpOption.ROUTES, routes.toByteArray());
  }

  private void addRoute(ByteArrayOutputStream routes, int destination, int bits) {
    byte[] numbers = new byte[2 * Integer.BYTES];
    PacketBytes.put32(numbers, 0, destination);
    PacketBytes.put32(numbers, Integer.BYTES, service());
    routes.write(bits);
    routes.write(numbers, 0, (bits + Byte.SIZE - 1) / Byte.SIZE);
    routes.write(numbers, Integer.BYTES, Integer.BYTES);
  }

  private byte[] wireName() {
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    for (String label : suffix.split("\\.", -1)) {
      name.write(label.length());
      name.writeBytes(ascii(label));
    }
    name.write(0);
    return name.toByteArray();
  }

  private int mask() {
    return -1 << (Integer.SIZE - network.range().prefixBits());
  }

  private int service() {
    return network.serviceAddress4().bits();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
