package net.groupvpn.portal.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import net.groupvpn.portal.web.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SetUpCodeTest {
  private static final int CODE_LENGTH = 43;
  @TempDir private Path data;

  private SetUpCode code() {
    return new SetUpCode(data.resolve("set-up-code"), new Secrets(new SecureRandom()));
  }

  @Test
  void theCodeStaysTheSameAndOnlyItsOwnerReadsIt() throws IOException {
    var first = code().value();
    assertThat(first).hasSize(CODE_LENGTH);
    assertThat(code().value()).isEqualTo(first);
    var mode = Files.getPosixFilePermissions(data.resolve("set-up-code"));
    assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");
  }

  @Test
  void anEmptyFileIsNoCode() throws IOException {
    Files.writeString(data.resolve("set-up-code"), "");
    assertThat(code().value()).hasSize(CODE_LENGTH);
  }
}
