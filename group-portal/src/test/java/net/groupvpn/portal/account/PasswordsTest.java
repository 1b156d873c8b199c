package net.groupvpn.portal.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import net.groupvpn.portal.web.Secrets;
import org.junit.jupiter.api.Test;

final class PasswordsTest {
  private final Passwords passwords = new Passwords(new Secrets(new SecureRandom()));

  @Test
  void onlyTheRightPasswordMatches() {
    var hash = passwords.hash("correct horse");
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(passwords.matches("correct horse", hash)).isTrue();
    assertThat(passwords.matches("correct horsf", hash)).isFalse();
  }

  @Test
  void onePasswordHasManyHashes() {
    assertThat(passwords.hash("same")).isNotEqualTo(passwords.hash("same"));
  }
}
