package net.groupvpn.portal.account;

import static java.nio.charset.StandardCharsets.US_ASCII;

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

  /** The code in the file, which is created if missing. */
  public synchronized String value() {
    try {
      var code = Files.exists(file) ? Files.readString(file).strip() : "";
      // A full disk leaves an empty file; an empty code would let anybody in.
      if (code.isEmpty()) {
        code = secrets.next();
        PrivateFiles.write(file, code.getBytes(US_ASCII));
      }
      return code;
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
