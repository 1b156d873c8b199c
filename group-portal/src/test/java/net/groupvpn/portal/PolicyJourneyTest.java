package net.groupvpn.portal;

import static net.groupvpn.portal.store.schema.Tables.POLICY_GATEWAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import net.groupvpn.overlay.enrol.PortalApi;
import net.groupvpn.overlay.policy.GroupPolicy;
import net.groupvpn.overlay.policy.GroupRanges;
import net.groupvpn.overlay.policy.SubnetRule;
import net.groupvpn.portal.store.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The policy through its real forms, and as machines get it. */
final class PolicyJourneyTest {
  @TempDir Path data;
  private RunningPortal portal;
  private TestBrowser owner;
  private String group;
  private String policy;

  @BeforeEach
  void start() throws IOException {
    portal = new RunningPortal(data);
    owner = portal.setUpOwner();
    group = RunningPortal.createGroup(owner, "Office");
    policy = group + "/policy";
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  private TestBrowser member(String name) {
    var member = portal.signUp(name);
    RunningPortal.join(member, owner, group);
    return member;
  }

  private TestMachine machine(TestBrowser member) {
    var machine = new TestMachine(portal);
    var token = TestMachine.token(RunningPortal.download(member, group));
    assertThat(machine.enrol(token)).isEqualTo("ok");
    return machine;
  }

  /** A member's number in the choice of members. */
  private String choice(String name) {
    var option = Pattern.compile("<option value=\"(\\d+)\"[^>]*>" + name + "</option>");
    var match = option.matcher(owner.get(policy).body());
    assertThat(match.find()).as(name).isTrue();
    return match.group(1);
  }

  private TestBrowser.Answer allowGateway(String member, String device) {
    return owner.sendFrom(
        policy, policy + "/gateways", "gateway-member", choice(member), "gateway-device", device);
  }

  private TestBrowser.Answer allowSubnet(String member, String prefix) {
    return owner.sendFrom(
        policy, policy + "/subnets", "subnet-member", choice(member), "subnet-prefix", prefix);
  }

  private TestBrowser.Answer reserve(String member, String device, String address, String name) {
    return owner.sendFrom(
        policy,
        policy + "/reservations",
        "reserved-member",
        choice(member),
        "reserved-device",
        device,
        "reserved-address",
        address,
        "reserved-name",
        name);
  }

  private void remove(String label) {
    var form =
        Pattern.compile("action=\"([^\"]*/remove)\">(?:(?!</form>).)*aria-label=\"Remove " + label)
            .matcher(owner.get(policy).body().replace('\n', ' '));
    assertThat(form.find()).as(label).isTrue();
    assertThat(owner.sendFrom(policy, form.group(1)).status()).isEqualTo(303);
  }

  private GroupPolicy news(TestMachine machine) {
    assertThat(machine.sync(portal.clock.instant().toString())).isEqualTo("ok");
    return Objects.requireNonNull(machine.policy());
  }

  @Test
  void withoutAPolicyMachinesGetNone() {
    var machine = machine(owner);
    assertThat(machine.sync(portal.clock.instant().toString())).isEqualTo("ok");
    assertThat(machine.policy()).isNull();
    assertThat(owner.get(policy).body()).contains("No policy was made yet");
  }

  @Test
  void whatAnAdministratorAllowsReachesMachinesAndTheAuditLog() {
    var ada = member("ada");
    var machine = machine(ada);
    assertThat(allowGateway("ada", "").status()).isEqualTo(303);
    assertThat(allowSubnet("ada", "192.168.7.0/24").status()).isEqualTo(303);
    assertThat(allowSubnet("ada", "2001:DB8:7:0::/48").status()).isEqualTo(303);
    assertThat(reserve("ada", "press", "10.128.0.7", "printer").status()).isEqualTo(303);

    var made = news(machine);
    assertThat(made.mayBeGateway("ada")).isTrue();
    assertThat(made.mayBeGateway("owner")).isFalse();
    var prefix = Objects.requireNonNull(SubnetRule.parse("2001:db8:7::/48"));
    assertThat(made.mayAnnounce("ada", prefix)).isTrue();
    assertThat(made.reservedName("ada", "press")).isEqualTo("printer");
    assertThat(owner.get(policy).body())
        .contains("192.168.7.0/24", "2001:db8:7::/48", "printer.office.gvpn", "any of them");
    assertThat(owner.get(group + "/audit").body())
        .contains(
            "allowed as a gateway",
            "192.168.7.0/24 behind ada",
            "10.128.0.7 and printer for ada, machine press");
  }

  @Test
  void whatIsRemovedIsGoneFromTheNextPolicy() {
    member("ada");
    var machine = machine(owner);
    allowGateway("ada", "nas");
    allowSubnet("ada", "192.168.7.0/24");
    reserve("ada", "", "10.128.0.7", "");
    var before = news(machine);
    remove("the gateway ada nas");
    remove("the subnet 192.168.7.0/24 of ada");
    remove("the reservation of ada");
    var after = news(machine);
    assertThat(after.number()).isGreaterThan(before.number());
    assertThat(after.content().gateways()).isEmpty();
    assertThat(after.content().subnets()).isEmpty();
    assertThat(after.content().reservations()).isEmpty();
    assertThat(owner.get(group + "/audit").body()).contains("no longer allowed the subnet");
  }

  @Test
  void whoeverKnowsListAndPolicyIsToldSoAndNothingElse() throws Exception {
    var machine = machine(owner);
    allowGateway("owner", "");
    var number = news(machine).number();
    var id = machine.membership().groupId();
    var tag = PortalApi.listTag(machine.list().number(), machine.list().thisUpdateMillis());
    var browser = portal.browser();

    assertThat(browser.head(PortalApi.newsPath(id, number), tag).status()).isEqualTo(304);
    assertThat(browser.head(PortalApi.newsPath(id, number - 1), tag).status()).isEqualTo(200);
    assertThat(browser.head(PortalApi.listPath(id) + "?policy=x", tag).status()).isEqualTo(200);
    assertThat(browser.head(PortalApi.listPath(id), tag).status()).isEqualTo(304);
  }

  @Test
  void numbersGrowWithTimeAndWithinOneMillisecond() {
    member("ada");
    var machine = machine(owner);
    allowGateway("ada", "");
    var first = news(machine).number();
    assertThat(first).isEqualTo(portal.clock.instant().toEpochMilli());
    allowGateway("ada", "nas");
    assertThat(news(machine).number()).isEqualTo(first + 1);
    portal.clock.advance(Duration.ofHours(-1));
    allowGateway("ada", "hub");
    assertThat(news(machine).number()).isEqualTo(first + 2);
  }

  @Test
  void whoLeavesTakesNothingBackWhenItReturns() {
    var ada = member("ada");
    var machine = machine(owner);
    allowGateway("ada", "");
    reserve("ada", "", "10.128.0.7", "printer");
    assertThat(ada.sendFrom(group + "/leave", group + "/leave").status()).isEqualTo(303);
    assertThat(news(machine).mayBeGateway("ada")).isFalse();
    RunningPortal.join(ada, owner, group);
    allowGateway("owner", "");
    assertThat(news(machine).mayBeGateway("ada")).isFalse();
    assertThat(reserve("owner", "", "10.128.0.7", "printer").status()).isEqualTo(303);
  }

  @ParameterizedTest
  @CsvSource({
    "'', must look like",
    "192.168.7.0, must look like",
    "office, must look like",
    "192.168.7.1/24, did you mean 192.168.7.0/24",
    "0.0.0.0/0, too large",
    "0.0.0.0/1, too large",
    "::/0, too large",
    "10.0.0.0/8, overlaps with 10.128.0.0/16",
    "10.128.7.0/24, overlaps with 10.128.0.0/16",
    "fd00::/8, too large",
    "127.0.0.0/8, meaning of its own",
    "169.254.169.254/32, meaning of its own"
  })
  void subnetsThatNobodyMayAnnounceAreRefused(String prefix, String reason) {
    var answer = allowSubnet("owner", prefix);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains(reason);
    assertThat(owner.get(policy).body()).contains("No policy was made yet");
  }

  @Test
  void theGroupsOwnIpv6PrefixIsNoSubnet() {
    var id = TestMachine.groupFile(RunningPortal.download(owner, group)).groupId();
    var ula = SubnetRule.text(GroupRanges.ula(id));
    var answer = allowSubnet("owner", ula);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains(ula + " overlaps with", "the group itself");
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', '', 'an address, a name, or both'",
    "'', 10.129.0.7, '', not in the group",
    "'', 10.128.0.0, '', first or the last",
    "'', 10.128.255.255, '', first or the last",
    "'', 10.128.0.1, '', services",
    "'', 10.128.0.7/32, '', must look like",
    "'', 010.128.0.7, '', must look like",
    "'', fd00::1, '', must look like",
    "'', '', 'two words', small letters",
    "'', '', wpad, not for machines",
    "'', '', -printer, small letters",
    "'a.b', '', printer, small letters"
  })
  void reservationsOfWhatNoMachineCanHaveAreRefused(
      String device, String address, String name, String reason) {
    var answer = reserve("owner", device, address, name);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains(reason);
  }

  @Test
  void nothingIsReservedTwice() {
    member("ada");
    assertThat(reserve("ada", "press", "10.128.0.7", "printer").status()).isEqualTo(303);
    assertThat(reserve("owner", "", "10.128.0.7", "").body()).contains("reserved already, for ada");
    assertThat(reserve("owner", "", "", "PRINTER").body()).contains("reserved already, for ada");
    assertThat(reserve("ada", "press", "", "other").body()).contains("remove it first");
    assertThat(allowGateway("ada", "").status()).isEqualTo(303);
    assertThat(allowGateway("ada", "").status()).isEqualTo(422);
    assertThat(allowSubnet("ada", "192.168.7.0/24").status()).isEqualTo(303);
    assertThat(allowSubnet("ada", "192.168.7.0/24").status()).isEqualTo(422);
    assertThat(allowSubnet("owner", "192.168.7.0/24").status()).isEqualTo(303);
  }

  @Test
  void onlyAdministratorsOfTheGroupSeeOrChangeIt() {
    var ada = member("ada");
    var choice = choice("ada");
    allowGateway("ada", "");
    var row = Pattern.compile("gateways/(\\d+)/remove").matcher(owner.get(policy).body());
    assertThat(row.find()).isTrue();
    for (var somebody : new TestBrowser[] {ada, portal.signUp("stranger")}) {
      assertThat(somebody.get(policy).status()).isEqualTo(403);
      var add = somebody.sendFrom(group, policy + "/gateways", "gateway-member", choice, "x", "");
      assertThat(add.status()).isEqualTo(403);
      var remove = somebody.sendFrom(group, policy + "/gateways/" + row.group(1) + "/remove");
      assertThat(remove.status()).isEqualTo(403);
    }
    assertThat(portal.browser().get(policy).location()).isEqualTo("/log-in");
  }

  @Test
  void membersAndRowsOfOtherGroupsAreNoChoice() {
    var other = RunningPortal.createGroup(owner, "Other") + "/policy";
    member("ada");
    var foreign = choice("ada");
    allowGateway("ada", "");
    var row = Pattern.compile("gateways/(\\d+)/remove").matcher(owner.get(policy).body());
    assertThat(row.find()).isTrue();
    var add = owner.sendFrom(other, other + "/gateways", "gateway-member", foreign);
    assertThat(add.status()).isEqualTo(422);
    assertThat(add.body()).contains("Choose a member of the group");
    var remove = owner.sendFrom(other, other + "/gateways/" + row.group(1) + "/remove");
    assertThat(remove.status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%00b", "a%E2%80%AEb", "a%FFb", "%3Cscript%3E"})
  void hostileTextIsAnErrorAndNothingIsStored(String text) {
    var choice = choice("owner");
    var fields =
        new String[] {
          "gateways|gateway-member=" + choice + "&gateway-device=" + text,
          "subnets|subnet-member=" + choice + "&subnet-prefix=" + text,
          "reservations|reserved-member=" + choice + "&reserved-name=" + text,
          "reservations|reserved-member=" + text + "&reserved-name=printer"
        };
    for (var field : fields) {
      var at = field.indexOf('|');
      var action = policy + "/" + field.substring(0, at);
      var answer = owner.postEncoded(policy, action, field.substring(at + 1));
      assertThat(answer.status()).as(field).isEqualTo(422);
      assertThat(answer.body()).doesNotContain("<script>");
    }
    assertThat(owner.get(policy).body()).contains("No policy was made yet");
  }

  private void fill(long membership) {
    try (var database = Database.open(portal.databaseUrl)) {
      for (var i = 0; i < 1_000; i++) {
        database
            .sql()
            .insertInto(POLICY_GATEWAY)
            .set(POLICY_GATEWAY.MEMBERSHIP_ID, membership)
            .set(POLICY_GATEWAY.DEVICE, "machine-%055d".formatted(i))
            .execute();
      }
    }
  }

  @Test
  void aPolicyThatWouldBeTooLongIsRefusedAndTheOldOneStays() {
    var machine = machine(owner);
    allowGateway("owner", "");
    var before = news(machine);
    fill(Long.parseLong(choice("owner")));
    var answer = allowGateway("owner", "last");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body()).contains("at most 65,536 bytes");
    assertThat(news(machine).number()).isEqualTo(before.number());
  }
}
