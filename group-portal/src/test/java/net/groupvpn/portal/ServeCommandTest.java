package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ServeCommandTest {
  @Test
  void whoMayNotWriteTheDataIsToldWhatToDo() {
    assertThat(ServeCommand.reason(new AccessDeniedException("/var/lib/groupvpn-portal")))
        .isEqualTo(
            "this user may not write /var/lib/groupvpn-portal; run it as root, or choose another"
                + " directory with --data");
  }

  @Test
  void theDeepestCauseIsToldOnOneLine() {
    var cause = new IOException("port 8443\nis in use");
    assertThat(ServeCommand.reason(new IllegalStateException("cannot listen", cause)))
        .isEqualTo("cannot listen (port 8443 is in use)");
  }

  @Test
  void whatIsWrongWithAFileIsTold() {
    assertThat(ServeCommand.reason(new NoSuchFileException("/proc/portal")))
        .isEqualTo("/proc/portal cannot be used: NoSuchFileException");
  }

  @Test
  void hostsThatNoClientCouldUseAreRefused() {
    var good = List.of("portal.example.org", "192.0.2.1", "2001:db8::1", "localhost");
    assertThat(ServeCommand.checked(good)).isEqualTo(good);
    for (var bad : List.of("bad host", "", "portal.example.org/x", "a:b", "name:8443")) {
      assertThatThrownBy(() -> ServeCommand.checked(List.of(bad)))
          .hasMessage("--host '" + bad + "' is neither a name nor an address");
    }
  }
}
