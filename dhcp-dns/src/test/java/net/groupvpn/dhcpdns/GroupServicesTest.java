package net.groupvpn.dhcpdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.address.AnnouncedService;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.MemberRecord;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.dhcpdns.address.ServiceType;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.binding.BindingService;
import net.groupvpn.dhcpdns.binding.PeerNames;
import net.groupvpn.dhcpdns.binding.RouteSnapshot;
import net.groupvpn.dhcpdns.name.NamedMember;
import net.groupvpn.overlay.dht.Finding;
import net.groupvpn.overlay.wire.WireWriter;
import org.junit.jupiter.api.Test;

/** Stories of whole members with addresses, names and bindings. */
class GroupServicesTest {
  private static final ServiceType HTTP = new ServiceType("http", ServiceType.Transport.TCP);

  private final FakeWorld world = new FakeWorld();
  private final VirtualNetwork network =
      new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/24"));
  private final List<Finding<NamedMember>> found = new ArrayList<>();

  @Test
  void namesLeadToAddressesAndBack() {
    Node ann = new Node("Ann-PC.example.org");
    Node bob = new Node("bob");
    ann.services.directory().byName(new Label("bob"), found::add);
    ann.services.directory().byAddress(bob.address(), found::add);
    ann.services.directory().byAddress(network.addressOf(bob.overlay.self()), found::add);
    bob.services.directory().byName(new Label("ann-pc"), found::add);
    world.run();
    assertThat(found)
        .containsExactly(
            Finding.of(bob.asMember("bob")),
            Finding.of(bob.asMember("bob")),
            Finding.of(bob.asMember("bob")),
            Finding.of(ann.asMember("ann-pc")));
  }

  @Test
  void aTakenNameGetsANumber() {
    new Node("printer");
    Node second = new Node("printer");
    Node third = new Node("printer");
    assertThat(second.services.name()).isEqualTo("printer-2");
    assertThat(third.services.name()).isEqualTo("printer-3");
  }

  @Test
  void aNameWithANumberIsKeptOverARestart() {
    Node first = new Node("printer");
    Node second = new Node("printer");
    first.services.stop();
    second.services.stop();
    world.run();
    assertThat(again("printer", "printer-2").services.name()).isEqualTo("printer-2");
    assertThat(again("scanner", "printer-2").services.name()).isEqualTo("scanner");
    assertThat(again("printer", "printer-x").services.name()).isEqualTo("printer");
  }

  @Test
  void whoseIpv6IsOffSaysSoInNameAndAddress() {
    Node ann = new Node("ann");
    Node bob = new Node("bob");
    bob.services.setIpv6(false);
    world.run();
    ann.services.directory().byName(new Label("bob"), found::add);
    ann.services.directory().byAddress(bob.address(), found::add);
    world.run();
    assertThat(found)
        .extracting(f -> Objects.requireNonNull(f.found()).hasIpv6())
        .containsExactly(false, false);
  }

  @Test
  void unknownNamesAndAddressesLeadToNobody() {
    Node ann = new Node("ann");
    ann.services.directory().byName(new Label("nobody"), found::add);
    ann.services.directory().byAddress(Ipv4Address.parse("10.128.0.250"), found::add);
    world.run();
    assertThat(found).containsExactly(Finding.nobody(), Finding.nobody());
  }

  @Test
  void whatAMemberOffersIsFoundUntilItIsTakenBack() {
    Node ann = new Node("ann");
    Node bob = new Node("bob");
    AnnouncedService http = new AnnouncedService(HTTP, 8_080, List.of());
    bob.services.setOffered(List.of(http));
    world.run();
    assertThat(offers(ann)).extracting(member -> member.label().text()).containsExactly("bob");
    assertThat(offers(ann).get(0).services()).containsExactly(http);
    bob.services.setOffered(List.of());
    world.run();
    assertThat(offers(ann)).isEmpty();
  }

  @Test
  void nobodyIsFoundForWhatOnlyAnotherSaysOfIt() {
    Node ann = new Node("ann");
    Node bob = new Node("bob");
    bob.services.setOffered(List.of(new AnnouncedService(HTTP, 8_080, List.of())));
    FakeOverlay mallory = world.add();
    for (String name : List.of("bob", "ann", "nobody")) {
      byte[] lie = new MemberRecord(mallory.self(), null, new Label(name), true).encode();
      mallory.dht().put(network.keyOfService(HTTP), lie, 1, stored -> {});
      world.run();
      assertThat(offers(ann)).extracting(member -> member.label().text()).containsExactly("bob");
    }
    mallory.dht().put(network.keyOfService(HTTP), new byte[] {7}, 1, stored -> {});
    byte[] foreign = new MemberRecord(bob.overlay.self(), null, new Label("bob"), true).encode();
    ann.overlay.dht().put(network.keyOfService(HTTP), foreign, 1, stored -> {});
    assertThat(offers(ann)).hasSize(1);
  }

  private List<NamedMember> offers(Node asker) {
    List<Finding<List<NamedMember>>> answers = new ArrayList<>();
    asker.services.directory().byService(HTTP, answers::add);
    world.run();
    return Objects.requireNonNull(answers.get(0).found());
  }

  @Test
  void aNameDoesNotLeadToAForeignAddress() {
    Node ann = new Node("ann");
    Node bob = new Node("bob");
    byte[] lie =
        new MemberRecord(bob.overlay.self(), ann.address(), new Label("bob"), true).encode();
    Objects.requireNonNull(world.leases.get(network.keyOfName(new Label("bob")))).value = lie;
    ann.services.directory().byName(new Label("bob"), found::add);
    world.run();
    assertThat(found)
        .extracting(f -> Objects.requireNonNull(f.found()).address4())
        .containsOnlyNulls();
  }

  @Test
  void anAddressDoesNotLeadToAForeignName() {
    Node ann = new Node("ann");
    Node bob = new Node("bob");
    byte[] lie =
        new MemberRecord(bob.overlay.self(), bob.address(), new Label("ann"), true).encode();
    Objects.requireNonNull(world.leases.get(network.keyOf(bob.address()))).value = lie;
    ann.services.directory().byAddress(bob.address(), found::add);
    world.run();
    assertThat(found).containsExactly(Finding.nobody());
  }

  @Test
  void peersLearnTheNewAddressOfWhoHasToMove() {
    Node ann = new Node("ann");
    Node bob = new Node("bob");
    ann.overlay.connect(bob.overlay.self());
    world.run();
    Ipv4Address old = bob.address();
    Node carol = new Node("carol");
    bob.overlay.dht().loseTo(carol.overlay, network.keyOf(old), new byte[0]);
    world.run();
    assertThat(bob.address()).isNotEqualTo(old);
    assertThat(ann.owns(bob, old)).isFalse();
    assertThat(ann.owns(bob, bob.address())).isTrue();
    assertThat(ann.services.nameOf(bob.overlay.self())).isEqualTo("bob");
  }

  @Test
  void aMemberThatSaysThatItHasTheNameOfAnotherIsShownWithoutOne() {
    Node ann = new Node("ann");
    Node bob = new Node("bob");
    FakeOverlay mallory = world.add();
    mallory.handleChannel(BindingService.CHANNEL, (from, payload) -> {});
    mallory.connect(ann.overlay.self());
    ann.overlay.connect(bob.overlay.self());
    world.run();
    for (String name : List.of("bob", "nobody", "\u001b[2Jbob", "bob\n")) {
      mallory.sendToPeer(ann.overlay.self(), BindingService.CHANNEL, bindingOf(name));
      world.run();
      world.advance(TimeUnit.SECONDS.toNanos(20));
      assertThat(ann.services.nameOf(mallory.self())).isEmpty();
      assertThat(ann.services.nameOf(bob.overlay.self())).isEqualTo("bob");
    }
    assertThat(ann.overlay.engine().counters().get(ServiceCounter.DROPPED_BINDING_NAME))
        .isPositive();
  }

  private long sequence = Long.MAX_VALUE / 2;

  private byte[] bindingOf(String name) {
    return new WireWriter().u8(1).i64(sequence++).u8(0).u8(1).text(name).toBytes();
  }

  @Test
  void aNameThatHasAnotherOwnerNowIsNotShownForTheOldOne() {
    Node ann = new Node("ann");
    Node bob = new Node("bob");
    Node carol = new Node("carol");
    ann.overlay.connect(bob.overlay.self());
    world.run();
    assertThat(ann.services.nameOf(bob.overlay.self())).isEqualTo("bob");
    world.leases.put(
        network.keyOfName(new Label("bob")), new FakeWorld.Lease(carol.overlay, new byte[0], 9));
    world.advance(PeerNames.RECHECK_NANOS);
    ann.services.nameOf(bob.overlay.self());
    world.run();
    assertThat(ann.services.nameOf(bob.overlay.self())).isEmpty();
  }

  @Test
  void nameAndAddressAreFreeAgainAfterTheLease() {
    Node gone = new Node("printer");
    Ipv4Address address = gone.address();
    world.kill(gone.overlay);
    assertThat(new Node("printer").services.name()).isEqualTo("printer-2");
    world.advance(FakeWorld.LEASE_NANOS + TimeUnit.SECONDS.toNanos(1));
    Node next = new Node("printer", address);
    assertThat(next.services.name()).isEqualTo("printer");
    assertThat(next.address()).isEqualTo(address);
  }

  private Node again(String name, String lastName) {
    return new Node(
        new GroupServices.Settings(network, "office.gvpn", List.of(), name, lastName, null));
  }

  private final class Node implements GroupServices.Listener {
    private final FakeOverlay overlay = world.add();
    private final GroupServices services;
    private RouteSnapshot routes = RouteSnapshot.EMPTY;

    Node(String name, Ipv4Address... preferred) {
      this(new GroupServices.Settings(network, "office.gvpn", List.of(preferred), name));
    }

    Node(GroupServices.Settings settings) {
      services = new GroupServices(overlay, overlay.engine(), settings, this);
      services.start();
      world.run();
    }

    Ipv4Address address() {
      return Objects.requireNonNull(services.address());
    }

    NamedMember asMember(String label) {
      return new NamedMember(
          overlay.self(), new Label(label), address(), network.addressOf(overlay.self()), true);
    }

    boolean owns(Node sender, Ipv4Address source) {
      return routes.mayUse4(sender.overlay.self(), source.bits(), world.now().bootNanos());
    }

    @Override
    public void onRoutes(RouteSnapshot snapshot) {
      routes = snapshot;
    }

    @Override
    public void onAddress(Ipv4Address address, long generation) {}

    @Override
    public void onAddressLost(Ipv4Address address, String reason) {}

    @Override
    public void onName(String label) {}

    @Override
    public void onNameLost(String label, String reason) {}
  }
}
