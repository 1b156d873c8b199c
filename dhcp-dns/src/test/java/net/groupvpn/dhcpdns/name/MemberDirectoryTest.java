package net.groupvpn.dhcpdns.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.FakeOverlay;
import net.groupvpn.dhcpdns.FakeWorld;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.LeaseCache;
import net.groupvpn.dhcpdns.address.MemberRecord;
import net.groupvpn.dhcpdns.address.ServiceType;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.dht.Dht.Claim;
import net.groupvpn.overlay.dht.Dht.ClaimListener;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemberDirectoryTest {
  private static final Ipv4Address ADDRESS = Ipv4Address.parse("10.128.0.7");

  private final VirtualNetwork network =
      new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/16"));
  private final FakeWorld world = new FakeWorld();
  private final FakeOverlay birch = world.add();
  private final FakeOverlay asker = world.add();
  private final LeaseCache cache =
      new LeaseCache(asker, asker.engine(), TimeUnit.MINUTES.toNanos(10));
  private final MemberDirectory directory =
      new MemberDirectory(asker, asker.engine(), network, cache);
  private final List<String> answers = new ArrayList<>();

  @Test
  void aNewcomerThatGotItsNameFirstIsFoundAsSoonAsItHasItsAddress() {
    Claim name = claim(network.keyOfName(new Label("birch")), null);
    ask();

    name.update(record(ADDRESS));
    world.run();
    ask();

    claim(network.keyOf(ADDRESS), ADDRESS);
    ask();
    ask();
    assertThat(answers).containsExactly("none", "none", "10.128.0.7", "10.128.0.7");
  }

  @Test
  void withoutAQuorumNothingIsSaid() {
    world.loseQuorum();
    ask();
    directory.byAddress(ADDRESS, finding -> answers.add("known: " + finding.isKnown()));
    world.run();
    assertThat(answers).containsExactly("not known", "known: false");
  }

  @Test
  void whatOneReplicaHidesIsNotTakenForNobodys() {
    ServiceType http = new ServiceType("http", ServiceType.Transport.TCP);
    claim(network.keyOfName(new Label("birch")), null);
    birch.dht().put(network.keyOfNode(birch.self()), record(null), 1, n -> {});
    birch.dht().put(network.keyOfService(http), record(null), 1, n -> {});
    world.hideRecords();
    directory.byAddress(
        network.addressOf(birch.self()), finding -> answers.add("known: " + finding.isKnown()));
    directory.byService(http, finding -> answers.add("known: " + finding.isKnown()));
    world.run();
    assertThat(answers).containsExactly("known: false", "known: false");
  }

  @Test
  void withoutAQuorumNobodyIsNotSaidOfAddressesAndServices() {
    ServiceType http = new ServiceType("http", ServiceType.Transport.TCP);
    Ipv6Address address = network.addressOf(birch.self());
    for (int i = 0; i < 2; i++) {
      directory.byAddress(address, finding -> answers.add("known: " + finding.isKnown()));
      directory.byService(http, finding -> answers.add("known: " + finding.isKnown()));
      world.run();
      world.loseQuorum();
    }
    assertThat(answers)
        .containsExactly("known: true", "known: true", "known: false", "known: false");
  }

  @Test
  void whoHasNotJoinedCannotTell() {
    asker.part();
    directory.byName(new Label("birch"), finding -> answers.add("known: " + finding.isKnown()));
    directory.byAddress(ADDRESS, finding -> answers.add("known: " + finding.isKnown()));
    directory.byAddress(
        network.addressOf(birch.self()), finding -> answers.add("known: " + finding.isKnown()));
    world.run();
    assertThat(answers).containsExactly("known: false", "known: false", "known: false");
  }

  @Test
  void aWholeAnswerIsRemembered() {
    claim(network.keyOfName(new Label("birch")), ADDRESS);
    claim(network.keyOf(ADDRESS), ADDRESS);
    ask();
    ask();
    assertThat(answers).containsExactly("10.128.0.7", "10.128.0.7");
    assertThat(asker.dht().leaseLookups()).isEqualTo(2);
  }

  private Claim claim(NodeId key, @Nullable Ipv4Address address) {
    Claim claim = birch.dht().claim(key, record(address), new IgnoringListener());
    world.run();
    return claim;
  }

  private byte[] record(@Nullable Ipv4Address address) {
    return new MemberRecord(birch.self(), address, new Label("birch"), true).encode();
  }

  private void ask() {
    directory.byName(
        new Label("birch"),
        finding -> {
          NamedMember member = finding.found();
          String none = finding.isKnown() ? "none" : "not known";
          answers.add(
              member == null || member.address4() == null ? none : member.address4().toString());
        });
    world.run();
  }

  private static final class IgnoringListener implements ClaimListener {
    @Override
    public void onHeld(Claim claim) {}

    @Override
    public void onTaken(Claim claim, NodeId owner) {}

    @Override
    public void onLost(Claim claim, String reason) {}
  }
}
