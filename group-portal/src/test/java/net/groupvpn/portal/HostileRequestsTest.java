package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts of other sites, strangers and members without permission. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileRequestsTest {
  private static final String MARKUP = "<script>alert('x')</script>\" onload=\"x";
  @TempDir static Path data;
  private RunningPortal portal;
  private TestBrowser admin;
  private TestBrowser otherAdmin;
  private TestBrowser member;
  private String group;

  @BeforeAll
  void start() throws IOException {
    portal = new RunningPortal(data);
    portal.setUpOwner();
    admin = portal.signUp("admin");
    otherAdmin = portal.signUp("other-admin");
    member = portal.signUp("member");
    group = RunningPortal.createGroup(admin, "Office");
    RunningPortal.createGroup(otherAdmin, "Elsewhere");
    RunningPortal.join(member, admin, group);
  }

  @AfterAll
  void stop() {
    portal.close();
  }

  private TestBrowser applicant(String name) {
    var browser = portal.signUp(name);
    var answer = browser.sendFrom(group, group + "/apply", "reason", "please");
    assertThat(answer.status()).isEqualTo(303);
    return browser;
  }

  /** The row of the latest applicant. */
  private String applicationOf(String name) {
    var queue = admin.get(group + "/applications").body();
    var before = queue.substring(0, queue.indexOf("aria-label=\"Approve " + name));
    var action = before.substring(before.lastIndexOf("action=\"") + "action=\"".length());
    return action.substring(0, action.indexOf("/approve"));
  }

  @Test
  void aFormWithoutItsTokenChangesNothing() {
    var answer = member.post(group + "/leave", "", portal.url());
    assertThat(answer.status()).isEqualTo(403);
    assertThat(member.get(group + "/members").status()).isEqualTo(200);
  }

  @Test
  void aFormWithAnotherVisitorsTokenChangesNothing() {
    var foreign = admin.csrf(group);
    assertThat(member.post(group + "/leave", foreign, portal.url()).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "http://127.0.0.1", "x"})
  void aFormFromAnotherOriginChangesNothing(String origin) {
    var answer = member.post(group + "/leave", member.csrf(group), origin);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(member.get(group + "/members").status()).isEqualTo(200);
  }

  @Test
  void namesThatLookLikeMarkupAreShownAsText() {
    var path = RunningPortal.createGroup(admin, MARKUP.substring(0, 38));
    var applicant = portal.signUp("markup-sender");
    applicant.sendFrom(path, path + "/apply", "reason", MARKUP);
    for (var page : new String[] {path, "/groups", path + "/applications", path + "/audit"}) {
      assertThat(admin.get(page).body()).doesNotContain("<script").contains("&lt;script");
    }
  }

  @Test
  void ofTwoWhoGiveOneNameToAGroupAtOnceOneIsToldThatItIsTaken() {
    for (int i = 0; i < 10; i++) {
      var name = "wanted by two " + i;
      var first = CompletableFuture.supplyAsync(() -> newGroup(admin, name));
      var second = newGroup(otherAdmin, name);
      assertThat(List.of(first.join(), second)).containsExactlyInAnyOrder(303, 422);
    }
  }

  private static int newGroup(TestBrowser browser, String name) {
    return browser
        .send(
            "/groups/new",
            "name",
            name,
            "description",
            "",
            "ipv4-range",
            "10.128.0.0/16",
            "dns-suffix",
            "two.gvpn")
        .status();
  }

  @Test
  void textThatLooksLikeSqlIsOnlyText() {
    var sql = "'); DROP TABLE account; --";
    var browser = portal.browser();
    assertThat(browser.send("/log-in", "name", "' OR '1'='1", "password", sql).status())
        .isEqualTo(422);
    assertThat(browser.send("/log-in", "name", "admin' --", "password", sql).status())
        .isEqualTo(422);
    var path = RunningPortal.createGroup(admin, sql);
    assertThat(admin.get(path).body()).contains("DROP TABLE account");
    assertThat(admin.get(group + "%27%20OR%201=1").status()).isEqualTo(404);
    assertThat(portal.logIn("admin").get("/groups").status()).isEqualTo(200);
  }

  @Test
  void onlyAdministratorsOfTheGroupAndTheOwnerMayDecide() {
    var stranger = applicant("waiting");
    var application = applicationOf("waiting");
    for (var browser : new TestBrowser[] {member, otherAdmin, stranger}) {
      assertThat(browser.get(group + "/applications").status()).isEqualTo(403);
      assertThat(browser.sendFrom(group, application + "/approve").status()).isEqualTo(403);
      assertThat(browser.sendFrom(group, application + "/deny").status()).isEqualTo(403);
    }
    assertThat(portal.browser().get(group + "/applications").location()).isEqualTo("/log-in");
    var owner = portal.logIn("owner");
    assertThat(owner.sendFrom(group, application + "/approve").status()).isEqualTo(303);
  }

  @Test
  void anApplicationOfAnotherGroupIsNotReachedThroughOnesOwn() {
    applicant("waiting-too");
    var number = applicationOf("waiting-too").replaceFirst(".*/", "");
    var own = RunningPortal.createGroup(otherAdmin, "A way in");
    var answer = otherAdmin.sendFrom(own, own + "/applications/" + number + "/approve");
    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void decidingTwiceIsRefused() {
    applicant("decided");
    var application = applicationOf("decided");
    assertThat(admin.sendFrom(group, application + "/deny").status()).isEqualTo(303);
    assertThat(admin.sendFrom(group, application + "/approve").status()).isEqualTo(409);
  }

  @Test
  void onlyMembersSeeMembersAndDownloadTheConfigFile() {
    assertThat(otherAdmin.get(group + "/members").status()).isEqualTo(403);
    assertThat(otherAdmin.sendFrom(group, group + "/config").status()).isEqualTo(403);
    assertThat(member.get(group + "/audit").status()).isEqualTo(403);
    assertThat(member.get("/audit").status()).isEqualTo(403);
    assertThat(member.get(group + "/members").status()).isEqualTo(200);
  }

  @Test
  void aMemberMayNotRevoke() {
    var members = admin.get(group + "/members").body();
    var at = members.indexOf("/revoke");
    var link = members.substring(members.lastIndexOf("href=\"", at) + 6, at) + "/revoke";
    assertThat(member.get(link).status()).isEqualTo(403);
    assertThat(member.sendFrom(group, link).status()).isEqualTo(403);
    assertThat(otherAdmin.sendFrom(group, link).status()).isEqualTo(403);
  }

  @Test
  void theSessionChangesAtLoginAndEndsAtLogout() {
    var browser = portal.browser();
    browser.get("/log-in");
    var before = browser.cookie();
    browser.send("/log-in", "name", "member", "password", RunningPortal.PASSWORD);
    var during = browser.cookie();
    assertThat(during).startsWith("__Host-groupvpn=").isNotEqualTo(before);
    assertThat(browser.sendFrom("/groups", "/log-out").status()).isEqualTo(303);
    browser.useCookie(during);
    assertThat(browser.get("/groups").location()).isEqualTo("/log-in");
  }

  @Test
  void everyAnswerCarriesTheSecurityHeaders() {
    for (var path : new String[] {"/log-in", "/portal.css", "/nowhere", "/api/v1/nothing"}) {
      var answer = portal.browser().get(path);
      assertThat(answer.header("Content-Security-Policy"))
          .contains("default-src 'none'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.header("Strict-Transport-Security")).startsWith("max-age=");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{'token':",
        "{'request':'x','port':1,'addresses':[],'group_id':'g'}",
        "{'token':null,'request':'x','port':1,'addresses':[],'group_id':'g'}",
        "{'token':7,'request':'x','port':1,'addresses':[],'group_id':'g'}",
        "{'token':'t','request':'x','port':1,'addresses':[null],'group_id':'g'}",
        "{'token':'t','request':'x','port':'1','addresses':[],'group_id':'g'}",
        "{'token':'t','token':'t','request':'x','port':1,'addresses':[],'group_id':'g'}",
        "{'token':'t','request':'x','port':1,'addresses':[],'group_id':'g'} {}"
      })
  void callsThatAreNotOneProperObjectAreMalformed(String body) {
    assertThat(enrol(body)).contains("The body is not the JSON object of this call.");
  }

  @Test
  void aProperObjectIsLookedIntoAndMembersOfNewerClientsAreIgnored() {
    assertThat(enrol("{'token':'t','request':'x','port':1,'addresses':[],'group_id':'g','new':{}}"))
        .contains("this is not a PEM block");
  }

  private String enrol(String body) {
    var answer = portal.browser().json("/api/v1/enrol", body.replace('\'', '"'));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("\"error\":\"malformed\"");
    return answer.body();
  }

  @Test
  void aCallThatIsTooLargeIsRefused() {
    var answer = portal.browser().json("/api/v1/enrol", "x".repeat(20_000));
    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void addressesOfTheConfigFileMustBePrivateAndWhole() {
    for (var range : new String[] {"8.8.8.0/24", "10.0.0.1/16", "10.0.0.0/30", "10.0.0.0", "x"}) {
      var answer =
          admin.send(
              "/groups/new",
              "name",
              "Range " + range,
              "description",
              "",
              "ipv4-range",
              range,
              "dns-suffix",
              "a.b");
      assertThat(answer.status()).as(range).isEqualTo(422);
    }
  }
}
