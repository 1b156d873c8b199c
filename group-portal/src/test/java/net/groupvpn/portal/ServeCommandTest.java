package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
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
}
