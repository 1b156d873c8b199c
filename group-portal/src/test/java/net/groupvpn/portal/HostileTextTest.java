package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deceptive text in every field of every form. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileTextTest {
  private static final String SHORT = "cannot be seen";
  @TempDir static Path data;
  private RunningPortal portal;
  private TestBrowser owner;
  private String group;

  @BeforeAll
  void start() throws IOException {
    portal = new RunningPortal(data);
    owner = portal.setUpOwner();
    group = RunningPortal.createGroup(owner, "Office");
  }

  @AfterAll
  void stop() {
    portal.close();
  }

  /** Creates a group with fields that are already encoded. */
  private TestBrowser.Answer newGroup(String name, String description, String suffix) {
    return owner.postEncoded(
        "/groups/new",
        "/groups/new",
        "name="
            + name
            + "&description="
            + description
            + "&ipv4-range=10.128.0.0%2F16&dns-suffix="
            + suffix);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a%00b",
        "a%1B%5B31m",
        "a%C2%85b",
        "a%E2%80%AEb",
        "a%E2%81%A6b",
        "a%ED%A0%80b",
        "a%FFb",
        "a%C0%80b",
        "a%E2%80%A8b",
        "a%EF%BF%BE",
        "a%F3%A0%81%81"
      })
  void suchTextIsAnErrorBesideItsFieldAndNothingIsStored(String text) {
    var inName = newGroup(text, "fine", "office.gvpn");
    var inDescription = newGroup("Fine", text, "office.gvpn");
    var inSuffix = newGroup("Fine", "fine", text);
    for (var answer : new TestBrowser.Answer[] {inName, inDescription, inSuffix}) {
      assertThat(answer.status()).as(text).isEqualTo(422);
    }
    assertThat(inName.body()).containsPattern("Name<span class=\"field-problem\">");
    assertThat(inDescription.body()).containsPattern("Description<span class=\"field-problem\">");
    assertThat(inSuffix.body()).containsPattern("DNS suffix<span class=\"field-problem\">");
    assertThat(inDescription.body()).contains("value=\"Fine\"");
    assertThat(owner.get("/groups").body()).doesNotContain("Fine");
  }

  @Test
  void everyOtherFormSaysSoToo() {
    var applicant = portal.signUp("applicant");
    var apply = applicant.postEncoded(group, group + "/apply", "reason=please%00");
    assertThat(apply.status()).isEqualTo(422);
    assertThat(apply.body()).contains("field-problem", SHORT);
    var stranger = portal.browser();
    for (var page : new String[] {"/sign-up", "/log-in"}) {
      var answer =
          stranger.postEncoded(
              page, page, "name=somebody&password=long%00enough1&repeated=long%00enough1");
      assertThat(answer.status()).as(page).isEqualTo(422);
      assertThat(answer.body()).contains("Password<span class=\"field-problem\">", SHORT);
    }
  }

  @Test
  void textOfAllLanguagesAndSeveralLinesIsKept() {
    var text = "Büro\nمكتب, 事務所 🚀";
    var answer =
        owner.send(
            "/groups/new",
            "name",
            "Languages",
            "description",
            text,
            "ipv4-range",
            "10.128.0.0/16",
            "dns-suffix",
            "many.gvpn");
    assertThat(answer.status()).isEqualTo(303);
    assertThat(owner.get(answer.location()).body()).contains(text);
  }

  @Test
  void twoGroupsDoNotHaveNamesThatLookAlike() {
    for (var name : new String[] {"OFFICE", "office", "%EF%BC%AFffice"}) {
      var answer = newGroup(name, "", "office.gvpn");
      assertThat(answer.status()).as(name).isEqualTo(422);
      assertThat(answer.body()).contains("or one that looks like it");
    }
    assertThat(newGroup("Off%E2%80%8Bice", "", "office.gvpn").status()).isEqualTo(422);
  }
}
