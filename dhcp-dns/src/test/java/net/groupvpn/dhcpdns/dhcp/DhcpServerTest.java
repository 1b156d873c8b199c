package net.groupvpn.dhcpdns.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.time.Now;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DhcpServerTest {
  private static final String OWN = "10.128.0.7";
  private static final String OTHER = "10.128.0.8";
  private static final String SERVICE = "10.128.0.1";
  private static final int LEASE_SECONDS = 3_240;
  private static final long START_NANOS = TimeUnit.HOURS.toNanos(5);

  private final VirtualNetwork network =
      new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/16"));
  private final Engine engine = new Engine(new Random(1), new Now(START_NANOS, 0));
  private final FakeLeases leases = new FakeLeases();
  private final List<DhcpReply> replies = new ArrayList<>();
  private DhcpServer server = server(new DhcpSettings(false, true, 1_420, List.of()));

  private DhcpServer server(DhcpSettings settings) {
    return new DhcpServer(engine, network, "office.gvpn", settings, leases);
  }

  @BeforeEach
  void theClientHasALease() {
    leases.lease = lease(OWN);
  }

  private static DhcpLease lease(String address) {
    return new DhcpLease(
        Ipv4Address.parse(address),
        START_NANOS + TimeUnit.SECONDS.toNanos(LEASE_SECONDS),
        "printer");
  }

  @Test
  void aDiscoveryIsOfferedTheAddressOfTheLease() {
    Answer offer = ask(ClientMessage.of(DhcpMessageType.DISCOVER).requests(OTHER));
    assertThat(offer.type()).isEqualTo(DhcpMessageType.OFFER);
    assertThat(offer.your()).isEqualTo(OWN);
    assertThat(offer.address(DhcpOption.SERVER)).isEqualTo(SERVICE);
    assertThat(offer.reply().mac()).isEqualTo(ClientMessage.MAC);
    assertThat(offer.receiver()).isEqualTo(OWN);
  }

  @Test
  void anOfferWaitsForTheLease() {
    leases.lease = null;
    assertSilent(ClientMessage.of(DhcpMessageType.DISCOVER));
    Objects.requireNonNull(leases.waiter).accept(lease(OTHER));
    assertThat(Answer.of(replies.get(0)).your()).isEqualTo(OTHER);
  }

  @Test
  void theTimesAreWhatIsLeftOfTheLease() {
    engine.enter(new Now(START_NANOS + TimeUnit.SECONDS.toNanos(240), 0));
    Answer answer = ask(selecting(OWN));
    assertThat(answer.type()).isEqualTo(DhcpMessageType.ACK);
    assertThat(answer.seconds(DhcpOption.LEASE_SECONDS)).isEqualTo(3_000);
    assertThat(answer.seconds(DhcpOption.RENEWAL_SECONDS)).isEqualTo(1_500);
    assertThat(answer.seconds(DhcpOption.REBINDING_SECONDS)).isEqualTo(2_625);
    assertThat(leases.told)
        .containsExactly("confirm " + Objects.requireNonNull(leases.lease).heldUntilNanos());
  }

  @Test
  void nothingIsAcknowledgedBeforeItIsStored() {
    leases.isKeptAtOnce = false;
    assertSilent(selecting(OWN));
    assertThat(counted(ServiceCounter.DHCP_ACKNOWLEDGED)).isZero();
    engine.enter(new Now(START_NANOS + TimeUnit.SECONDS.toNanos(1), 0));
    Objects.requireNonNull(leases.keeping).accept(true);
    Answer answer = Answer.of(replies.get(0));
    assertThat(answer.type()).isEqualTo(DhcpMessageType.ACK);
    assertThat(answer.seconds(DhcpOption.LEASE_SECONDS)).isEqualTo(LEASE_SECONDS - 1);
  }

  @Test
  void whatCannotBeStoredIsNotAcknowledged() {
    leases.isKeptAtOnce = false;
    assertSilent(selecting(OWN));
    Objects.requireNonNull(leases.keeping).accept(false);
    assertThat(replies).isEmpty();
    assertThat(counted(ServiceCounter.DROPPED_DHCP_UNSAVED)).isEqualTo(1);
  }

  @Test
  void whatIsLostWhileItIsStoredIsNotAcknowledged() {
    leases.isKeptAtOnce = false;
    assertSilent(selecting(OWN));
    leases.lease = lease(OTHER);
    Objects.requireNonNull(leases.keeping).accept(true);
    assertThat(replies).isEmpty();
    assertThat(counted(ServiceCounter.DROPPED_DHCP_NO_LEASE)).isEqualTo(1);
  }

  @Test
  void aLeaseThatIsAlmostOverIsNotTold() {
    engine.enter(new Now(START_NANOS + TimeUnit.SECONDS.toNanos(LEASE_SECONDS - 10), 0));
    assertSilent(ClientMessage.of(DhcpMessageType.DISCOVER));
    assertSilent(selecting(OWN));
    assertThat(counted(ServiceCounter.DROPPED_DHCP_NO_LEASE)).isEqualTo(2);
  }

  @Test
  void aRenewalIsAnsweredWhereItCameFrom() {
    Answer answer = ask(ClientMessage.of(DhcpMessageType.REQUEST).uses(OWN).byBroadcast());
    assertThat(answer.type()).isEqualTo(DhcpMessageType.ACK);
    assertThat(answer.receiver()).isEqualTo(OWN);
    assertThat(answer.reply().mac()).isEqualTo(ClientMessage.MAC);
  }

  @Test
  void whoeverCannotBeReachedYetIsAnsweredByBroadcast() {
    Answer offer = ask(ClientMessage.of(DhcpMessageType.DISCOVER).byBroadcast());
    assertThat(offer.receiver()).isEqualTo("255.255.255.255");
    assertThat(offer.reply().mac()).isEqualTo(EthernetFrame.BROADCAST);
  }

  @Test
  void anotherAddressThanTheLeasesIsRefused() {
    for (ClientMessage request :
        List.of(
            selecting(OTHER),
            ClientMessage.of(DhcpMessageType.REQUEST).requests("192.168.1.5"),
            ClientMessage.of(DhcpMessageType.REQUEST).uses(OTHER))) {
      Answer answer = ask(request);
      assertThat(answer.type()).isEqualTo(DhcpMessageType.NAK);
      assertThat(answer.your()).isEqualTo("0.0.0.0");
      assertThat(answer.receiver()).isEqualTo("255.255.255.255");
      assertThat(answer.seconds(DhcpOption.LEASE_SECONDS)).isZero();
    }
  }

  @Test
  void whileTheAddressIsBeingClaimedOnlyAForeignOneIsRefused() {
    leases.lease = null;
    leases.isAwaited = true;
    assertSilent(ClientMessage.of(DhcpMessageType.REQUEST).requests(OWN));
    assertSilent(ClientMessage.of(DhcpMessageType.REQUEST).uses(OWN));
    assertThat(ask(ClientMessage.of(DhcpMessageType.REQUEST).requests("192.168.1.5")).type())
        .isEqualTo(DhcpMessageType.NAK);
  }

  @Test
  void aClientOfWhichNothingIsKnownIsRefusedOnlyWhatCannotWorkHere() {
    leases.lease = null;
    assertSilent(ClientMessage.of(DhcpMessageType.REQUEST).requests(OWN));
    assertSilent(ClientMessage.of(DhcpMessageType.REQUEST).uses(OWN));
    assertThat(counted(ServiceCounter.DROPPED_DHCP_NO_LEASE)).isEqualTo(2);
    for (ClientMessage wrong :
        List.of(
            ClientMessage.of(DhcpMessageType.REQUEST).requests("192.168.1.5"),
            ClientMessage.of(DhcpMessageType.REQUEST).uses("192.168.1.5"),
            ClientMessage.of(DhcpMessageType.REQUEST).requests(SERVICE),
            selecting(OWN))) {
      assertThat(ask(wrong).type()).isEqualTo(DhcpMessageType.NAK);
    }
  }

  @Test
  void theMaskComesBeforeTheRouterInWhateverOrderTheClientAsks() {
    server = server(new DhcpSettings(true, true, 1_420, List.of()));
    byte[] bytes =
        ask(ClientMessage.of(DhcpMessageType.DISCOVER)
                .option(DhcpOption.WISHED_OPTIONS, 3, 6, 1, 3, 1))
            .reply()
            .message();
    List<Integer> codes = new ArrayList<>();
    int at = DhcpMessage.OPTIONS_AT;
    while ((bytes[at] & 0xff) != DhcpOption.END) {
      codes.add((int) bytes[at]);
      at += 2 + bytes[at + 1];
    }
    assertThat(codes)
        .containsSubsequence(DhcpOption.SUBNET_MASK, DhcpOption.ROUTER, DhcpOption.NAME_SERVER)
        .doesNotHaveDuplicates();
  }

  @Test
  void aClientThatChoseAnotherServerIsLeftAlone() {
    assertSilent(ClientMessage.of(DhcpMessageType.REQUEST).requests(OWN).server("10.128.0.99"));
    assertThat(counted(ServiceCounter.DROPPED_DHCP_OTHER_SERVER)).isEqualTo(1);
  }

  @Test
  void anInformGetsOptionsButNoLease() {
    Answer answer = ask(ClientMessage.of(DhcpMessageType.INFORM).uses(OWN));
    assertThat(answer.type()).isEqualTo(DhcpMessageType.ACK);
    assertThat(answer.your()).isEqualTo("0.0.0.0");
    assertThat(answer.seconds(DhcpOption.LEASE_SECONDS)).isZero();
    assertThat(answer.address(DhcpOption.NAME_SERVER)).isEqualTo(SERVICE);
    assertSilent(ClientMessage.of(DhcpMessageType.INFORM).uses(OTHER));
  }

  @Test
  void aLeaseIsGivenBackOrDeclinedByItsOwnerAlone() {
    assertSilent(ClientMessage.of(DhcpMessageType.RELEASE).uses(OTHER).server(SERVICE));
    assertSilent(ClientMessage.of(DhcpMessageType.DECLINE).requests(OTHER).server(SERVICE));
    assertSilent(ClientMessage.of(DhcpMessageType.RELEASE).uses(OWN).server("10.128.0.99"));
    assertThat(leases.told).isEmpty();
    assertSilent(ClientMessage.of(DhcpMessageType.DECLINE).requests(OWN).server(SERVICE));
    assertSilent(ClientMessage.of(DhcpMessageType.RELEASE).uses(OWN).server(SERVICE));
    assertThat(leases.told).containsExactly("decline " + OWN, "release");
  }

  @Test
  void optionsComeAsTheClientAsks() {
    server =
        server(
            new DhcpSettings(
                true,
                true,
                1_420,
                List.of(new DhcpSettings.Route(Ipv4Address.parse("192.168.7.0"), 24))));
    Answer answer =
        ask(
            ClientMessage.of(DhcpMessageType.DISCOVER)
                .option(DhcpOption.WISHED_OPTIONS, 1, 3, 6, 12, 15, 26, 28, 119, 121, 200));
    assertThat(answer.address(DhcpOption.SUBNET_MASK)).isEqualTo("255.255.0.0");
    assertThat(answer.address(DhcpOption.ROUTER)).isEqualTo(SERVICE);
    assertThat(answer.address(DhcpOption.NAME_SERVER)).isEqualTo(SERVICE);
    assertThat(answer.address(DhcpOption.BROADCAST_ADDRESS)).isEqualTo("10.128.255.255");
    assertThat(answer.options().text(DhcpOption.HOST_NAME)).isEqualTo("printer");
    assertThat(answer.options().text(DhcpOption.DOMAIN_NAME)).isEqualTo("office.gvpn");
    assertThat(answer.options().u16(DhcpOption.MTU)).isEqualTo(1_420);
    assertThat(answer.options().bytes(DhcpOption.SEARCH))
        .isEqualTo("\u0006office\u0004gvpn\u0000".getBytes(StandardCharsets.US_ASCII));
    assertThat(answer.options().bytes(DhcpOption.ROUTES))
        .containsExactly(24, 192, 168, 7, 10, 128, 0, 1, 0, 10, 128, 0, 1);
  }

  @Test
  void whatIsSwitchedOffIsNotTold() {
    server = server(new DhcpSettings(false, false, 0, List.of()));
    Answer answer =
        ask(
            ClientMessage.of(DhcpMessageType.DISCOVER)
                .option(DhcpOption.WISHED_OPTIONS, 1, 3, 6, 15, 26, 119, 121));
    for (int code : new int[] {3, 6, 15, 26, 119, 121}) {
      assertThat(answer.options().bytes(code)).as("option " + code).isNull();
    }
    assertThat(answer.address(DhcpOption.SUBNET_MASK)).isEqualTo("255.255.0.0");
  }

  @Test
  void theClientsIdentifierIsRepeated() {
    Answer answer =
        ask(ClientMessage.of(DhcpMessageType.DISCOVER).option(DhcpOption.CLIENT, 1, 2, 3));
    assertThat(answer.options().bytes(DhcpOption.CLIENT)).containsExactly(1, 2, 3);
  }

  @Test
  void whatIsRelayedForeignOrMalformedIsDropped() {
    assertSilent(ClientMessage.of(DhcpMessageType.DISCOVER).relayedBy("10.128.0.50"));
    assertThat(counted(ServiceCounter.DROPPED_DHCP_RELAYED)).isEqualTo(1);

    server.onMessage(
        ClientMessage.of(DhcpMessageType.DISCOVER).from(0x0200_0000_0009L), replies::add);
    leases.isServed = false;
    assertSilent(ClientMessage.of(DhcpMessageType.DISCOVER));
    assertThat(counted(ServiceCounter.DROPPED_DHCP_FOREIGN)).isEqualTo(2);

    leases.isServed = true;
    assertSilent(ClientMessage.of(DhcpMessageType.OFFER));
    assertSilent(ClientMessage.of(DhcpMessageType.REQUEST));
    server.onMessage(new DhcpRequest(ClientMessage.MAC, true, new byte[20]), replies::add);
    assertThat(counted(ServiceCounter.DROPPED_DHCP_MALFORMED)).isEqualTo(3);
    assertThat(replies).isEmpty();
  }

  @Test
  void oneMachineIsAnsweredOnlySoOften() {
    for (int i = 0; i < ClientRates.MAX_MESSAGES + 5; i++) {
      server.onMessage(ClientMessage.of(DhcpMessageType.DISCOVER).own(), replies::add);
    }
    assertThat(replies).hasSize(ClientRates.MAX_MESSAGES);
    assertThat(counted(ServiceCounter.DROPPED_DHCP_RATE)).isEqualTo(5);
    long other = ClientMessage.MAC + 1;
    server.onMessage(
        ClientMessage.of(DhcpMessageType.DISCOVER).mac(other).from(other), replies::add);
    assertThat(replies).hasSize(ClientRates.MAX_MESSAGES + 1);
    engine.enter(new Now(START_NANOS + ClientRates.WINDOW_NANOS, 0));
    server.onMessage(ClientMessage.of(DhcpMessageType.DISCOVER).own(), replies::add);
    assertThat(replies).hasSize(ClientRates.MAX_MESSAGES + 2);
  }

  @Test
  void whatDoesNotFitIsLeftOut() {
    List<DhcpSettings.Route> routes = new ArrayList<>();
    for (int i = 0; i < DhcpSettings.MAX_ROUTES; i++) {
      routes.add(new DhcpSettings.Route(new Ipv4Address(0xc0a8_0000 | i << 8), 24));
    }
    server = server(new DhcpSettings(true, true, 1_420, routes));
    int[] identifier = new int[200];
    ClientMessage discovery =
        ClientMessage.of(DhcpMessageType.DISCOVER)
            .option(DhcpOption.CLIENT, identifier)
            .option(DhcpOption.WISHED_OPTIONS, 1, 3, 121, 6);
    Answer small = ask(discovery);
    assertThat(small.options().bytes(DhcpOption.ROUTES)).isNull();
    assertThat(small.address(DhcpOption.NAME_SERVER)).isEqualTo(SERVICE);
    Answer large = ask(discovery.option(DhcpOption.MAX_MESSAGE_BYTES, 5, 220));
    assertThat(large.options().bytes(DhcpOption.ROUTES)).isNotNull();
  }

  private static ClientMessage selecting(String address) {
    return ClientMessage.of(DhcpMessageType.REQUEST).requests(address).server(SERVICE);
  }

  private Answer ask(ClientMessage message) {
    int before = replies.size();
    server.onMessage(message.own(), replies::add);
    assertThat(replies).hasSize(before + 1);
    return Answer.of(replies.get(before));
  }

  private void assertSilent(ClientMessage message) {
    int before = replies.size();
    server.onMessage(message.own(), replies::add);
    assertThat(replies).hasSize(before);
  }

  private long counted(ServiceCounter counter) {
    return engine.counters().get(counter);
  }
}
