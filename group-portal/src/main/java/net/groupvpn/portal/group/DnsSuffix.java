package net.groupvpn.portal.group;

import com.google.common.net.InternetDomainName;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * DNS suffixes of groups. Members' machines ask the group for every name under the suffix, so it
 * must not take names away that others own: no suffix under which the public registers names
 * (Mozilla's Public Suffix List, from Guava), no zone with a special meaning (RFC 6761 and its
 * registry), nothing that programs parse as an address.
 */
final class DnsSuffix {
  private static final int MAX = 120;
  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern FORM = Pattern.compile(LABEL + "(\\." + LABEL + ")+");

  /** A name with such an end is parsed as an IPv4 address (WHATWG URL, "ends in a number"). */
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

  private static final Set<String> SPECIAL =
      Set.of("alt", "arpa", "invalid", "local", "localhost", "onion");

  private DnsSuffix() {}

  /** The problem with a lower-case suffix, or null. */
  static @Nullable String problem(String suffix) {
    if (suffix.length() > MAX || !FORM.matcher(suffix).matches()) {
      return "The DNS suffix must be two or more names joined by dots, such as office.gvpn, of"
          + " letters, digits and hyphens.";
    }
    var top = suffix.substring(suffix.lastIndexOf('.') + 1);
    if (NUMBER.matcher(top).matches()) {
      return "A DNS suffix that ends in a number is taken for an address; choose another one.";
    }
    if (SPECIAL.contains(top)) {
      return "Names under .%s have a meaning of their own; choose another DNS suffix."
          .formatted(top);
    }
    return isPublic(suffix)
        ? "Under %s anybody can register names, which members could no longer reach; choose a name of your own."
            .formatted(suffix)
        : null;
  }

  private static boolean isPublic(String suffix) {
    return InternetDomainName.isValid(suffix) && InternetDomainName.from(suffix).isPublicSuffix();
  }
}
