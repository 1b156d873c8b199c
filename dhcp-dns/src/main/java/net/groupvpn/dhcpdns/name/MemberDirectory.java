package net.groupvpn.dhcpdns.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.LeaseCache;
import net.groupvpn.dhcpdns.address.MemberRecord;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.dhcpdns.address.ServiceType;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.dht.Dht.LeaseView;
import net.groupvpn.overlay.dht.Dht.StoredRecord;
import net.groupvpn.overlay.dht.Finding;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * Finds members through their leases. A lease's statement about another lease is checked there: a
 * name leads to an address, and an address to a name, only if both have the same owner. So nobody
 * can point its name at another member, or take another member's name in reverse look-ups. That
 * there is nobody is said only if a quorum of replicas says so: otherwise it is not known.
 */
public final class MemberDirectory implements MemberLookup {
  private final Overlay overlay;
  private final Engine engine;
  private final VirtualNetwork network;
  private final LeaseCache leases;

  /** {@code leases} serves names and addresses that people ask for. */
  public MemberDirectory(
      Overlay overlay, Engine engine, VirtualNetwork network, LeaseCache leases) {
    this.overlay = overlay;
    this.engine = engine;
    this.network = network;
    this.leases = leases;
  }

  @Override
  public void byName(Label label, Consumer<Finding<NamedMember>> done) {
    leases.find(
        network.keyOfName(label),
        finding -> {
          MemberRecord record = recordOf(finding.found());
          if (record == null) {
            done.accept(none(finding));
          } else {
            withAddress(record, label, done);
          }
        });
  }

  @Override
  public void byAddress(Ipv4Address address, Consumer<Finding<NamedMember>> done) {
    leases.find(
        network.keyOf(address),
        finding -> {
          if (finding.isKnown()) {
            byRecord(recordOf(finding.found()), done);
          } else {
            done.accept(Finding.unknown());
          }
        });
  }

  @Override
  public void byAddress(Ipv6Address address, Consumer<Finding<NamedMember>> done) {
    if (!overlay.isJoined()) {
      done.accept(Finding.unknown());
      return;
    }
    overlay
        .dht()
        .findClosestProved(
            network.lowestNodeOf(address),
            closest -> {
              NodeId node = closest.found();
              if (node == null) {
                done.accept(Finding.unknown());
              } else if (!network.addressOf(node).equals(address)) {
                done.accept(Finding.nobody());
              } else {
                byNode(node, done);
              }
            });
  }

  @Override
  public void byService(ServiceType type, Consumer<Finding<List<NamedMember>>> done) {
    if (!overlay.isJoined()) {
      done.accept(Finding.unknown());
      return;
    }
    overlay
        .dht()
        .sample(
            network.keyOfService(type),
            records -> {
              List<MemberRecord> offers = new ArrayList<>();
              for (StoredRecord stored : records) {
                MemberRecord offer = decode(stored.publisher(), stored.value());
                if (offer != null) {
                  offers.add(offer);
                }
              }
              new OfferSearch(this, type, finding -> endOffers(type, records, finding, done))
                  .begin(offers);
            });
  }

  /** That nobody offers it is said only if a quorum of replicas knows of no other record. */
  private void endOffers(
      ServiceType type,
      List<StoredRecord> seen,
      Finding<List<NamedMember>> finding,
      Consumer<Finding<List<NamedMember>>> done) {
    List<NamedMember> members = finding.found();
    if (members == null || !members.isEmpty()) {
      done.accept(finding);
      return;
    }
    overlay
        .dht()
        .findPublishers(
            network.keyOfService(type),
            published -> {
              Map<NodeId, Long> all = published.found();
              boolean isAll =
                  all != null
                      && all.entrySet().stream()
                          .allMatch(each -> isSeen(each.getKey(), each.getValue(), seen));
              done.accept(isAll ? finding : Finding.unknown());
            });
  }

  private void byNode(NodeId node, Consumer<Finding<NamedMember>> done) {
    overlay
        .dht()
        .get(
            network.keyOfNode(node),
            records ->
                byRecord(
                    recordOf(node, records), finding -> endNode(node, records, finding, done)));
  }

  /** That the node has no name is said only if a quorum of replicas knows of no newer record. */
  private void endNode(
      NodeId node,
      List<StoredRecord> seen,
      Finding<NamedMember> finding,
      Consumer<Finding<NamedMember>> done) {
    if (finding.found() != null || !finding.isKnown()) {
      done.accept(finding);
      return;
    }
    overlay
        .dht()
        .findPublishers(
            network.keyOfNode(node),
            published -> {
              Map<NodeId, Long> all = published.found();
              Long newest = all == null ? null : all.get(node);
              boolean isLast = all != null && (newest == null || isSeen(node, newest, seen));
              done.accept(isLast ? finding : Finding.unknown());
            });
  }

  private static boolean isSeen(NodeId publisher, long version, List<StoredRecord> seen) {
    return seen.stream()
        .anyMatch(each -> each.publisher().equals(publisher) && each.version() >= version);
  }

  /** The record names a node that has proved itself; the name in it must belong to that node. */
  private void byRecord(@Nullable MemberRecord record, Consumer<Finding<NamedMember>> done) {
    Label label = record == null ? null : record.label();
    if (record == null || label == null) {
      done.accept(Finding.nobody());
      return;
    }
    byName(
        label,
        finding -> {
          NamedMember member = finding.found();
          boolean isSame = member != null && member.node().equals(record.node());
          done.accept(isSame ? finding : none(finding));
        });
  }

  /** Not this one: nobody, or unknown if that could not be determined. */
  private static Finding<NamedMember> none(Finding<?> finding) {
    return finding.isKnown() ? Finding.nobody() : Finding.unknown();
  }

  private void withAddress(MemberRecord record, Label label, Consumer<Finding<NamedMember>> done) {
    Ipv4Address address = record.address();
    if (address == null || !network.isAssignable(address)) {
      // A newcomer may get its name first; its address follows within moments.
      leases.forget(network.keyOfName(label));
      done.accept(Finding.of(member(record, label, null)));
      return;
    }
    leases.find(
        network.keyOf(address),
        finding -> {
          LeaseView view = finding.found();
          boolean isOwner = view != null && view.owner().equals(record.node());
          if (!finding.isKnown()) {
            done.accept(Finding.unknown());
            return;
          }
          if (!isOwner) {
            leases.forget(network.keyOfName(label));
            leases.forget(network.keyOf(address));
          }
          done.accept(Finding.of(member(record, label, isOwner ? address : null)));
        });
  }

  private NamedMember member(MemberRecord record, Label label, @Nullable Ipv4Address address) {
    NodeId node = record.node();
    return new NamedMember(
        node, label, address, network.addressOf(node), record.hasIpv6(), record.services());
  }

  private @Nullable MemberRecord recordOf(@Nullable LeaseView view) {
    return view == null ? null : decode(view.owner(), view.value());
  }

  private @Nullable MemberRecord recordOf(NodeId node, List<StoredRecord> records) {
    for (StoredRecord stored : records) {
      if (stored.publisher().equals(node)) {
        return decode(node, stored.value());
      }
    }
    return null;
  }

  private @Nullable MemberRecord decode(NodeId owner, byte[] value) {
    try {
      MemberRecord record = MemberRecord.decode(value);
      if (record.node().equals(owner)) {
        return record;
      }
    } catch (WireException e) {
      // Counted by the caller, like a record about another member.
    }
    engine.counters().increment(ServiceCounter.DROPPED_MEMBER_RECORD);
    return null;
  }
}
