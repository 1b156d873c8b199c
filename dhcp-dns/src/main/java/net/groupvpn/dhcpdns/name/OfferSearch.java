package net.groupvpn.dhcpdns.name;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.MemberRecord;
import net.groupvpn.dhcpdns.address.ServiceType;
import net.groupvpn.overlay.dht.Finding;

/**
 * Finds out which of those that say that they offer a service do so by the lease of their own name.
 * Anybody may say so, but nobody for another member.
 */
final class OfferSearch {
  /** Most members that are looked at, and so the most that are found. */
  static final int MAX_OFFERS = 32;

  private final MemberLookup lookup;
  private final ServiceType type;
  private final Consumer<Finding<List<NamedMember>>> done;
  private final TreeSet<NamedMember> found =
      new TreeSet<>(Comparator.comparing((NamedMember member) -> member.label().text()));
  private boolean isKnown;
  private int missing;

  OfferSearch(MemberLookup lookup, ServiceType type, Consumer<Finding<List<NamedMember>>> done) {
    this.lookup = lookup;
    this.type = type;
    this.done = done;
  }

  /** Each of {@code offers} is by the node that it names. */
  void begin(List<MemberRecord> offers) {
    List<MemberRecord> named = offers.stream().filter(offer -> offer.label() != null).toList();
    List<MemberRecord> asked = named.stream().limit(MAX_OFFERS).toList();
    isKnown = asked.size() == named.size();
    missing = asked.size();
    if (asked.isEmpty()) {
      end();
    }
    for (MemberRecord offer : asked) {
      Label label = offer.label();
      if (label != null) {
        lookup.byName(label, finding -> onMember(offer, finding));
      }
    }
  }

  private void onMember(MemberRecord offer, Finding<NamedMember> finding) {
    NamedMember member = finding.found();
    isKnown &= finding.isKnown();
    if (member != null && member.node().equals(offer.node()) && member.service(type) != null) {
      found.add(member);
    }
    missing--;
    if (missing == 0) {
      end();
    }
  }

  private void end() {
    done.accept(found.isEmpty() && !isKnown ? Finding.unknown() : Finding.of(List.copyOf(found)));
  }
}
