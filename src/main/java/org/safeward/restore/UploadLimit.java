package org.safeward.restore;

import jakarta.inject.Inject;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.annotation.WebListener;
import org.safeward.settings.Settings;

/**
 * Registers the upload's servlet with {@code safeward.upload.max-size}, which an annotation could not hold: the server ends an upload as
 * soon as it passes the limit, also one that did not say beforehand how long it is.
 */
@WebListener
public class UploadLimit implements ServletContextListener {
    /** For the form's other fields and its borders. */
    private static final long ROOM_FOR_FORM = 1 << 16;

    @Inject
    private Settings settings;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        long most = settings.uploadMaxSize();
        ServletRegistration.Dynamic servlet =
                event.getServletContext().addServlet("upload-restore", UploadRestoreServlet.class);
        servlet.addMapping("/api/backup/upload-restore");
        servlet.setAsyncSupported(true);
        servlet.setMultipartConfig(new MultipartConfigElement("", most, most + ROOM_FOR_FORM, 0));
    }
}
