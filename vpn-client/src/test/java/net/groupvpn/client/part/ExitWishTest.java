package net.groupvpn.client.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.groupvpn.client.config.TunnelConfig.Exit;
import net.groupvpn.client.enrol.ExitNodeFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitWishTest {
  private static final Exit AUTO = new Exit(true, List.of());
  private static final Exit NAMED = new Exit(true, List.of("gate1", "gate2.office.gvpn"));

  @TempDir private Path state;
  private Path file;
  private ExitWish wishes;

  @BeforeEach
  void aStateDirectory() {
    file = state.resolve(ExitNodeFile.NAME);
    wishes = new ExitWish(new ExitNodeFile(state));
  }

  @Test
  void beforeTheFirstWishTheConfigurationDecides() {
    assertThat(wishes.load(AUTO)).isEqualTo(ExitWish.Kept.of(AUTO));
    assertThat(wishes.load(Exit.OFF).isOn()).isFalse();
  }

  @Test
  void theLastWishComesBackWhateverTheConfigurationSays() throws IOException {
    for (Exit wish : List.of(AUTO, NAMED, Exit.OFF)) {
      wishes.save(wish);
      assertThat(wishes.load(NAMED)).isEqualTo(ExitWish.Kept.of(wish));
      assertThat(wishes.load(Exit.OFF)).isEqualTo(ExitWish.Kept.of(wish));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "off\noff", "of f", "AUTO", "gate1,,gate2", "\u0000\u0000"})
  void aDamagedFileMeansThatNothingLeavesAndSaysWhichFileAndWhatToDo(String damaged)
      throws IOException {
    Files.writeString(file, damaged);
    assertThatItStaysClosed();
  }

  @Test
  void soDoBytesThatAreNoTextOrTooMany() throws IOException {
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatItStaysClosed();
    Files.writeString(file, "gate,".repeat(2_000) + "gate");
    assertThatItStaysClosed();
  }

  @Test
  void soDoesAFolderWhichTheNextWishReplaces() throws IOException {
    Files.createFile(Files.createDirectory(file).resolve("x"));
    assertThatItStaysClosed();
    wishes.save(Exit.OFF);
    assertThat(wishes.load(AUTO)).isEqualTo(ExitWish.Kept.of(Exit.OFF));
  }

  /** At the second start, too: the file is left where it is. */
  private void assertThatItStaysClosed() {
    for (int start = 0; start < 2; start++) {
      ExitWish.Kept kept = wishes.load(Exit.OFF);
      assertThat(kept.isOn()).isTrue();
      assertThat(kept.usesGateway()).isFalse();
      assertThat(kept.problem())
          .contains("nothing leaves", file + " is damaged", "groupvpn exit-node auto, NAME or off");
    }
  }
}
