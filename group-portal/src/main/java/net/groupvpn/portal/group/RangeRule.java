package net.groupvpn.portal.group;

import java.util.List;
import java.util.regex.Pattern;
import net.groupvpn.overlay.group.GroupFile;
import org.jspecify.annotations.Nullable;

/** Which IPv4 ranges a group may use: private ones (RFC 1918, RFC 6598), neither tiny nor huge. */
final class RangeRule {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");
  private static final int ADDRESS_BITS = 32;
  private static final int OCTETS = 4;
  private static final int MAX_OCTET = 255;
  private static final List<Block> PRIVATE =
      List.of(
          new Block(0x0A000000L, 8),
          new Block(0xAC100000L, 12),
          new Block(0xC0A80000L, 16),
          new Block(0x64400000L, 10));

  private RangeRule() {}

  private record Block(long address, int prefix) {
    boolean holds(Block inner) {
      return inner.prefix >= prefix && network(inner.address, prefix) == address;
    }
  }

  /** The problem with a range such as {@code 10.128.0.0/16}, or null. */
  static @Nullable String problem(String text) {
    var range = parse(text);
    if (range == null) {
      return "The address range must look like 10.128.0.0/16.";
    }
    if (range.prefix > GroupFile.Network.MAX_PREFIX_BITS) {
      return "The address range is too small: /%d or larger is needed."
          .formatted(GroupFile.Network.MAX_PREFIX_BITS);
    }
    if (network(range.address, range.prefix) != range.address) {
      return "The address range must begin at its first address: %s/%d."
          .formatted(dotted(network(range.address, range.prefix)), range.prefix);
    }
    return PRIVATE.stream().anyMatch(block -> block.holds(range))
        ? null
        : "The address range must lie in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or"
            + " 100.64.0.0/10, which nobody uses on the Internet.";
  }

  private static @Nullable Block parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      return null;
    }
    var address = 0L;
    for (var octet = 1; octet <= OCTETS; octet++) {
      var value = Integer.parseInt(match.group(octet));
      if (value > MAX_OCTET) {
        return null;
      }
      address = address << 8 | value;
    }
    var prefix = Integer.parseInt(match.group(OCTETS + 1));
    return prefix > ADDRESS_BITS ? null : new Block(address, prefix);
  }

  private static long network(long address, int prefix) {
    return address & (0xFFFFFFFFL << (ADDRESS_BITS - prefix)) & 0xFFFFFFFFL;
  }

  private static String dotted(long address) {
    return "%d.%d.%d.%d"
        .formatted(
            address >> 24,
            address >> 16 & MAX_OCTET,
            address >> 8 & MAX_OCTET,
            address & MAX_OCTET);
  }
}
