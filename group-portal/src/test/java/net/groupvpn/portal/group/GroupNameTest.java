package net.groupvpn.portal.group;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GroupNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"office", "OFFICE", "Ｏｆｆｉｃｅ", "oﬃce"})
  void namesThatDifferInCaseOrWidthAreOneName(String name) {
    assertThat(GroupName.problem(name)).isNull();
    assertThat(GroupName.key(name)).isEqualTo(GroupName.key("Office"));
  }

  @Test
  void spacesAndLettersWithSeveralFormsAreComparedByTheirLook() {
    assertThat(GroupName.key("The  Office")).isEqualTo(GroupName.key("the office"));
    assertThat(GroupName.key("Cafe\u0301")).isEqualTo(GroupName.key("Caf\u00e9"));
    assertThat(GroupName.key("STRASSE")).isEqualTo(GroupName.key("Straße"));
    assertThat(GroupName.key("Office")).isNotEqualTo(GroupName.key("Office 2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Off\u200Bice",
        "Off\u200Dice",
        "\u202EeciffO",
        "Off\u00ADice",
        "Office\u2060",
        "Office\uFE0F",
        "Office\u3164",
        "Office\u00A0",
        "Off\nice",
        "Off\u0000ice",
        "\uD83D",
        "\u0301\u034F"
      })
  void whatCannotBeSeenIsRefused(String name) {
    assertThat(GroupName.problem(name)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Büro", "事務所", "مكتب", "Office (Berlin) – 2", "🚀 Rockets"})
  void namesOfAllScriptsAreTaken(String name) {
    assertThat(GroupName.problem(name)).isNull();
  }
}
