package net.groupvpn.portal.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.groupvpn.portal.web.PrivateFiles;
import net.groupvpn.portal.web.Secrets;

/** The one-time code of the first run, in a file that only the portal's user can read. */
public final class SetUpCode {
  private final Path file;
  private final Secrets secrets;

  public SetUpCode(Path file, Secrets secrets) {
    this.file = file;
    this.secrets = secrets;
  }

  /** The code in the file, made first when there is none. */
  public synchronized String value() {
    try {
      if (!Files.exists(file)) {
        Files.writeString(PrivateFiles.create(file), secrets.next());
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the set-up code in " + file, e);
    }
  }

  synchronized void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the used set-up code " + file, e);
    }
  }
}
