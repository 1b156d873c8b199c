package net.groupvpn.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class CommandExceptionTest {
  @Test
  void aFileThatThisUserMayNotUseIsFourAndSaysWhatToDo() {
    CommandException denied = CommandException.of(new AccessDeniedException("/var/lib/groupvpn"));
    assertThat(denied.exitCode()).isEqualTo(ExitCode.NO_PERMISSION);
    assertThat(denied).hasMessage("this user may not use /var/lib/groupvpn; try with sudo");
  }

  @Test
  void aNameAloneIsNoReason() {
    assertThat(CommandException.of(new NoSuchFileException("/proc/foo")))
        .hasMessage("/proc/foo cannot be used: NoSuchFileException");
    assertThat(CommandException.of(new IOException("cannot open UDP port 7400")))
        .hasMessage("cannot open UDP port 7400");
  }
}
