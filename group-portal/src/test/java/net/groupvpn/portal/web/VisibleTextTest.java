package net.groupvpn.portal.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VisibleTextTest {
  @Test
  void whatChangesTheDirectionOrCannotBeSeenIsShownByItsNumber() {
    assertThat(VisibleText.escaped("gpj\u202Eexe.\u0000\u001B[31m"))
        .isEqualTo("gpj\\u202Eexe.\\u0000\\u001B[31m");
  }

  @Test
  void everythingElseIsShownAsItIs() {
    var text = "Line one\r\n\tمكتب नमस्\u200Dते 🚀\u200B";
    assertThat(VisibleText.escaped(text)).isEqualTo(text);
    assertThat(VisibleText.replaced(text)).isEqualTo(text);
  }
}
