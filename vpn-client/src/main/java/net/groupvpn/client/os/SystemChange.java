package net.groupvpn.client.os;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is changed beside the client's own device: which way packets go, and which may go at all.
 */
public sealed interface SystemChange extends Change {

  /** Which packets go by which table of routes (ip-rule(8)). */
  record Rule(Family family, int priority, @Nullable Mark mark, int table, boolean noDefault)
      implements SystemChange {
    /** All that carry a mark, or all that do not. */
    public record Mark(int value, int mask, boolean isInverted) {
      /** As {@code ip} writes it. */
      @Override
      public String toString() {
        return "0x%x/0x%x".formatted(value, mask);
      }
    }
  }

  /**
   * The default route of a table of its own.
   *
   * @param device where it leads
   * @param way the next hop, and from where to send; null refuses everything at once
   */
  record DefaultOfTable(Family family, int table, String device, @Nullable Way way)
      implements SystemChange {
    /** Both of the same family. */
    public record Way(InetAddress gateway, InetAddress source) {
      public Way {
        if (gateway instanceof Inet4Address != source instanceof Inet4Address) {
          throw new IllegalArgumentException(gateway + " and " + source + " are of two families");
        }
      }
    }

    public DefaultOfTable {
      DeviceName.check(device);
    }
  }

  /**
   * A route of the main table. Its metric tells it from the routes of others, which come first.
   *
   * @param to a network or one address
   * @param device where it leads
   * @param via the next hop; null if none is needed
   * @param source from where to send; null for the kernel's choice
   */
  record RouteOfMain(
      AddressPrefix to, String device, @Nullable InetAddress via, @Nullable InetAddress source)
      implements SystemChange {
    /** Of all routes of this kind; nobody else is known to use it. */
    public static final int METRIC = 5_470;

    public RouteOfMain {
      DeviceName.check(device);
      if ((via != null && isIpv4(via) != to.isIpv4())
          || (source != null && isIpv4(source) != to.isIpv4())) {
        throw new IllegalArgumentException(
            "%s, %s and %s are of two families".formatted(to, via, source));
      }
    }

    private static boolean isIpv4(InetAddress address) {
      return address instanceof Inet4Address;
    }

    /** Of its addresses. */
    public Family family() {
      return to.isIpv4() ? Family.IPV4 : Family.IPV6;
    }

    /** Whether it concerns one address alone. */
    public boolean isHost() {
      return to.prefixBits() == to.address().getAddress().length * Byte.SIZE;
    }
  }

  /**
   * A setting of the kernel (sysctl(8)).
   *
   * @param name with dots, such as {@code net.ipv4.conf.all.src_valid_mark}; a dot within a
   *     device's name is a slash, as sysctl(8) has it
   */
  record Sysctl(String name, String value) implements SystemChange {
    private static final Pattern NAME = Pattern.compile("net(\\.[a-zA-Z0-9_][a-zA-Z0-9_/-]*)+");

    private static final String OF_DEVICE = "net.%s.conf.%s.%s";

    /** Of one device; the family is {@code ipv4} or {@code ipv6}. */
    public static Sysctl ofDevice(String family, String device, String key, String value) {
      DeviceName.check(device);
      return new Sysctl(OF_DEVICE.formatted(family, device.replace('.', '/'), key), value);
    }

    /** The device whose setting of that name this is, if it is. */
    public Optional<String> ofDevice(String family, String key) {
      String[] parts = name.split("\\.", -1);
      boolean isIt = parts.length == 5 && name.equals(OF_DEVICE.formatted(family, parts[3], key));
      return isIt ? Optional.of(parts[3].replace('/', '.')) : Optional.empty();
    }

    /** Below {@code /proc/sys}. */
    String file() {
      StringBuilder file = new StringBuilder();
      name.chars().forEach(c -> file.append(c == '.' ? '/' : c == '/' ? '.' : (char) c));
      return file.toString();
    }

    public Sysctl {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("no setting of the kernel's networks: " + name);
      }
    }
  }

  /**
   * A table of nftables, of family {@code inet}, that belongs to the client alone. Applied again it
   * is replaced, in one transaction: at no time there is none, or half of one.
   *
   * @param name of the table
   * @param content the chains, in nft's language
   * @param isKillSwitch whether it stays when the client is killed, until somebody opens it
   */
  record NftTable(String name, String content, boolean isKillSwitch) implements SystemChange {
    /** Nine letters, a DNS label, and nine more; the kernel takes 255. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]{0,127}");

    public NftTable {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("no name of a table of ours: " + name);
      }
    }
  }

  /** A family of addresses. */
  enum Family {
    IPV4("-4"),
    IPV6("-6");

    private final String option;

    Family(String option) {
      this.option = option;
    }

    /** What {@code ip} calls it. */
    String option() {
      return option;
    }
  }
}
