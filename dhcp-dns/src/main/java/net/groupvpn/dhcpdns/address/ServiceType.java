package net.groupvpn.dhcpdns.address;

import java.util.Locale;
import java.util.regex.Pattern;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * A kind of service, such as HTTP over TCP: a service name (RFC 6335 5.1) in small letters, and
 * what carries it. Every such name from elsewhere becomes one of these first.
 */
public record ServiceType(String name, Transport transport) implements Comparable<ServiceType> {
  /** Longest name, characters. */
  public static final int MAX_NAME_CHARS = 15;

  /** Letters, digits and single inner hyphens, and at least one letter. */
  private static final Pattern NAME = Pattern.compile("(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*");

  /** What carries a service. */
  public enum Transport {
    /** Streams. */
    TCP,
    /** Everything else, as in names of DNS (RFC 6763 7). */
    UDP;

    /** As in names of DNS, without the underscore. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The one with that label in small letters, or null. */
    public static @Nullable Transport parse(String label) {
      for (Transport transport : values()) {
        if (transport.label().equals(label)) {
          return transport;
        }
      }
      return null;
    }
  }

  /** For names that {@link #isName} has accepted. */
  public ServiceType {
    if (!isName(name)) {
      throw new IllegalArgumentException("not the name of a service: " + name);
    }
  }

  /** Whether a service may be called that. */
  public static boolean isName(String text) {
    return text.length() <= MAX_NAME_CHARS && NAME.matcher(text).matches();
  }

  static ServiceType read(WireReader in) throws WireException {
    String name = in.text(MAX_NAME_CHARS);
    if (!isName(name)) {
      throw new WireException("not the name of a service");
    }
    return new ServiceType(name, in.flag() ? Transport.UDP : Transport.TCP);
  }

  void write(WireWriter out) {
    out.text(name).flag(transport == Transport.UDP);
  }

  @Override
  public int compareTo(ServiceType other) {
    int byName = name.compareTo(other.name);
    return byName != 0 ? byName : transport.compareTo(other.transport);
  }

  /** As in names of DNS: {@code _http._tcp}. */
  @Override
  public String toString() {
    return "_" + name + "._" + transport.label();
  }
}
