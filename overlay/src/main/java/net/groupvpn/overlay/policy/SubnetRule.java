package net.groupvpn.overlay.policy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.path.NumericAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which subnets a member can be allowed to announce: whole networks without host bits, neither the
 * Internet nor a large part of it, and nothing that means something else on every machine. Pure.
 */
public final class SubnetRule {
  /** Two halves of everything are a default route too, and so are a few more parts. */
  static final int MIN_BITS_4 = 8;

  /** As {@link #MIN_BITS_4}: all global addresses begin with the same three bits. */
  static final int MIN_BITS_6 = 16;

  private static final Pattern FORM = Pattern.compile("([0-9a-fA-F:.]{2,45})/(\\d{1,3})");
  private static final int GROUPS_6 = 8;
  private static final int BYTE_MASK = 0xff;

  /** Loopback, link-local (with clouds' metadata), multicast, "this network", reserved. */
  private static final List<AddressRange> SPECIAL =
      List.of(
          range("0.0.0.0", 8),
          range("127.0.0.0", 8),
          range("169.254.0.0", 16),
          range("224.0.0.0", 4),
          range("240.0.0.0", 4),
          range("::", 16),
          range("fe80::", 10),
          range("ff00::", 8));

  private SubnetRule() {}

  /** A range such as {@code 192.168.7.0/24} or {@code 2001:db8:7::/48}; null if it is none. */
  public static @Nullable AddressRange parse(String text) {
    Matcher form = FORM.matcher(text);
    InetAddress address = form.matches() ? NumericAddress.parse(form.group(1)) : null;
    if (address == null || form.group(1).contains(":") == address instanceof Inet4Address) {
      return null;
    }
    int bits = Integer.parseInt(form.group(2));
    return bits > bitsOf(address) ? null : new AddressRange(address, bits);
  }

  /** Why nobody can be allowed to announce it, a sentence for people; null if somebody can. */
  public static @Nullable String problem(AddressRange range) {
    AddressRange whole = withoutHostBits(range);
    if (!whole.equals(range)) {
      return "%s has bits after its prefix; did you mean %s?".formatted(text(range), text(whole));
    }
    int least = range.start() instanceof Inet4Address ? MIN_BITS_4 : MIN_BITS_6;
    if (range.bits() < least) {
      return "%s is too large: a subnet has a prefix of /%d or longer. A way to the whole Internet is a gateway."
          .formatted(text(range), least);
    }
    return SPECIAL.stream().anyMatch(special -> overlap(special, range))
        ? text(range)
            + " has a meaning of its own on every machine; no member can have it behind it."
        : null;
  }

  /** Whether two ranges share an address. */
  public static boolean overlap(AddressRange one, AddressRange other) {
    return one.bits() <= other.bits() ? one.contains(other.start()) : other.contains(one.start());
  }

  /** How a range is written: IPv6 as in RFC 5952. */
  public static String text(AddressRange range) {
    byte[] bytes = range.start().getAddress();
    return (bytes.length == Integer.BYTES ? range.start().getHostAddress() : text6(bytes))
        + "/"
        + range.bits();
  }

  private static String text6(byte[] bytes) {
    int[] groups = new int[GROUPS_6];
    for (int i = 0; i < GROUPS_6; i++) {
      groups[i] = (bytes[2 * i] & BYTE_MASK) << Byte.SIZE | (bytes[2 * i + 1] & BYTE_MASK);
    }
    int zerosAt = -1;
    int zeros = 1;
    for (int i = 0; i < GROUPS_6; i++) {
      int count = 0;
      while (i + count < GROUPS_6 && groups[i + count] == 0) {
        count++;
      }
      if (count > zeros) {
        zerosAt = i;
        zeros = count;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS_6; i++) {
      if (i == zerosAt) {
        text.append("::");
        i += zeros - 1;
      } else {
        text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  private static AddressRange withoutHostBits(AddressRange range) {
    byte[] bytes = range.start().getAddress();
    for (int bit = range.bits(); bit < bytes.length * Byte.SIZE; bit++) {
      bytes[bit / Byte.SIZE] &= (byte) ~(1 << (Byte.SIZE - 1 - bit % Byte.SIZE));
    }
    return new AddressRange(address(bytes), range.bits());
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("these are as many bytes as before", e);
    }
  }

  private static AddressRange range(String start, int bits) {
    InetAddress address = NumericAddress.parse(start);
    if (address == null) {
      throw new IllegalArgumentException(start);
    }
    return new AddressRange(address, bits);
  }

  private static int bitsOf(InetAddress address) {
    return address.getAddress().length * Byte.SIZE;
  }
}
